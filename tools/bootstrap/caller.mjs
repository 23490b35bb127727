import { readFileSync } from 'node:fs';

/**
 * Calls `act` once npm, or the shell between it and us, is gone: killed, or ended by a signal it did not pass on.
 * @param {() => void} act
 */
export function callerGone(act) {
	if (!process.env['npm_lifecycle_event']) return;
	const shell = process.ppid;
	const npm = parentOf(shell);
	const watch = setInterval(() => {
		if (process.ppid === shell && parentOf(shell) === npm) return;
		clearInterval(watch);
		act();
	}, 1000);
	watch.unref();
}

/**
 * Where /proc tells it (Linux); elsewhere only the direct parent is watched.
 * @param {number} pid
 * @returns {number | null}
 */
function parentOf(pid) {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
	} catch {
		return null;
	}
}
