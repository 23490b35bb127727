import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Milliseconds a tick of /proc lasts, on every Linux that Node runs on. */
const tick = 10;

/** The numbers after the name in /proc/PID/stat: [1] is the parent, [11] and [12] the process's own ticks, [13] and [14] those of children that have ended. */
function statOf(pid: number): number[] {
	try {
		const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return text
			.slice(text.lastIndexOf(')') + 2)
			.split(' ')
			.map(Number);
	} catch {
		return [];
	}
}

/** CPU time in milliseconds that a process has used so far, in the program and in the kernel on its behalf. */
export function cpuOf(pid: number): number {
	const stat = statOf(pid);
	return ((stat[11] ?? 0) + (stat[12] ?? 0)) * tick;
}

/** The same of a PostgreSQL with all its processes, also those that have ended meanwhile. */
export function cpuOfPostgres(cluster: string): number {
	const postmaster = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
	const stat = statOf(postmaster);
	const ended = ((stat[13] ?? 0) + (stat[14] ?? 0)) * tick;
	const living = readdirSync('/proc')
		.map(Number)
		.filter((pid) => pid > 0 && statOf(pid)[1] === postmaster);
	return ended + cpuOf(postmaster) + living.reduce((sum, pid) => sum + cpuOf(pid), 0);
}

/** Bytes of memory that a process holds. */
export function memoryOf(pid: number): number {
	const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(kilobytes ?? 0) * 1024;
}
