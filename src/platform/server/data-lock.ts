import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CannotStart, codeOf } from '#platform/server/cannot-start.ts';

/** Holds a data folder for this process; `release` gives it free. */
export type DataLock = { release: () => void };

type Holder = { pid: number; startedAt: string };

/**
 * Takes the data folder for this process alone.
 * A lock whose process has gone (or whose number another program has by now) is taken over.
 * @param patience milliseconds that a process is given which is just going down
 */
export async function lockDataFolder(dataDir: string, patience = 3000): Promise<DataLock> {
	const file = join(dataDir, 'lock');
	const mine = JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) } satisfies Holder);
	for (const until = Date.now() + patience; ; await wait(100)) {
		if (take(file, mine)) return { release: () => give(file, mine) };
		const holder = read(file);
		if (holder && !isHolding(holder)) rmSync(file, { force: true });
		else if (holder && Date.now() > until)
			throw new CannotStart(
				`Allmende is already running on the data folder ${dataDir} (process ${holder.pid}); stop it first, or set DATA_DIR to another folder.`,
			);
	}
}

function take(file: string, mine: string): boolean {
	try {
		writeFileSync(file, mine, { flag: 'wx', mode: 0o600 });
		// two that found the same dead lock: whose words stand there has it
		return readFileSync(file, 'utf8') === mine;
	} catch (cause) {
		if (codeOf(cause) === 'EEXIST' || codeOf(cause) === 'ENOENT') return false;
		throw cause;
	}
}

function give(file: string, mine: string): void {
	try {
		if (readFileSync(file, 'utf8') === mine) rmSync(file);
	} catch {
		// gone already
	}
}

/** `null`: gone meanwhile. A lock that cannot be read belongs to nobody. */
function read(file: string): Holder | null {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch {
		return null;
	}
	try {
		const { pid, startedAt }: Partial<Holder> = JSON.parse(text);
		return { pid: Number(pid), startedAt: String(startedAt) };
	} catch {
		return { pid: 0, startedAt: '' };
	}
}

const isHolding = ({ pid, startedAt }: Holder): boolean => startedAt !== '' && startOf(pid) === startedAt;

/** When that process started, as the system tells it; empty when there is none. Tells it from a later one of the same number. */
function startOf(pid: number): string {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		// dead, and only not yet fetched by its parent
		if (state === 'Z') return '';
		const sinceBoot = rest[18];
		return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${sinceBoot}`;
	} catch {
		return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
	}
}
