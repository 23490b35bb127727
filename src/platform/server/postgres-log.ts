import { closeSync, existsSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const logName = 'server.log';

const fileOf = (cluster: string): string => join(cluster, logName);

/** Keeps the log of the last time once it has grown past ten megabytes. */
export function turnLog(cluster: string): void {
	if (logSize(cluster) > 10_000_000) renameSync(fileOf(cluster), `${fileOf(cluster)}.old`);
}

/** Bytes; where what is said from now on will begin. */
export function logSize(cluster: string): number {
	return existsSync(fileOf(cluster)) ? statSync(fileOf(cluster)).size : 0;
}

/** The last complaint in the server's log from byte `from` on; `null` when it had none. */
export function lastComplaint(cluster: string, from: number): string | null {
	const length = logSize(cluster) - from;
	if (length <= 0) return null;
	const said = Buffer.alloc(length);
	const file = openSync(fileOf(cluster), 'r');
	readSync(file, said, 0, length, from);
	closeSync(file);
	const complaints = [...said.toString().matchAll(/(?:FATAL|PANIC):\s+(.*)/g)];
	return complaints.at(-1)?.[1] ?? null;
}
