import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '#platform/server/cannot-start.ts';
import { socketPort } from '#platform/server/embedded-place.ts';

/** A running PostgreSQL, as it wrote itself down in `postmaster.pid`. */
export type Postmaster = { pid: number; socketFolder: string };

/** The server of this database that an earlier run left running; `null` when there is none. */
export function leftBehind(cluster: string): Postmaster | null {
	const noted = read(cluster);
	return noted && isAlive(noted.pid) && isPostgres(noted.pid) ? noted : null;
}

/**
 * Removes the note of a server whose number another program has by now (after a restart of the machine or the
 * container), which PostgreSQL itself cannot tell. While any process still works in the database's folder, or when the
 * number is free, the note stays: PostgreSQL then finds out by itself whether it may start.
 */
export function removeForeignNote(cluster: string, socketFolder: string): void {
	const noted = read(cluster);
	if (!noted || !isAlive(noted.pid) || isPostgres(noted.pid) || isUsed(cluster)) return;
	rmSync(join(cluster, 'postmaster.pid'), { force: true });
	rmSync(join(socketFolder, `.s.PGSQL.${socketPort}.lock`), { force: true });
}

function read(cluster: string): Postmaster | null {
	const file = join(cluster, 'postmaster.pid');
	if (!existsSync(file)) return null;
	const lines = readFileSync(file, 'utf8').split('\n');
	return { pid: Number(lines[0]), socketFolder: lines[4] ?? '' };
}

export function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch (cause) {
		return codeOf(cause) === 'EPERM';
	}
}

/** Where /proc tells (Linux); elsewhere the number alone has to do. One that has died already has no command line. */
function isPostgres(pid: number): boolean {
	if (!existsSync('/proc/self')) return true;
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
	} catch {
		return false;
	}
}

/** Whether any process has the database's folder as its working folder, as all of PostgreSQL's have. */
function isUsed(cluster: string): boolean {
	return readdirSync('/proc').some((name) => /^\d+$/.test(name) && workingFolder(name) === cluster);
}

function workingFolder(pid: string): string | null {
	try {
		return readlinkSync(`/proc/${pid}/cwd`);
	} catch {
		return null;
	}
}
