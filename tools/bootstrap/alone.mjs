import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const lock = 'node_modules/.preparing';

/**
 * Runs `prepare` while no other start of this folder installs or builds: a second one waits for the first.
 * @param {() => Promise<void>} prepare
 */
export async function alone(prepare) {
	if (!writable()) return prepare();
	let told = false;
	while (!take()) {
		if (!told) console.log('Another start is preparing this folder; waiting for it …');
		told = true;
		await wait(500);
	}
	const release = () => rmSync(lock, { force: true });
	process.on('exit', release);
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, giveUp);
	try {
		await prepare();
	} finally {
		for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.off(signal, giveUp);
		process.off('exit', release);
		release();
	}
}

const giveUp = () => process.exit(130);

/** A folder that cannot be written to is fine as long as everything is there already; who writes will find out. */
function writable() {
	try {
		mkdirSync('node_modules', { recursive: true });
		accessSync('node_modules', constants.W_OK);
		return true;
	} catch {
		return false;
	}
}

function take() {
	try {
		writeFileSync(lock, String(process.pid), { flag: 'wx' });
		return true;
	} catch {
		if (!holderAlive()) rmSync(lock, { force: true });
		return false;
	}
}

function holderAlive() {
	try {
		const pid = Number(readFileSync(lock, 'utf8'));
		// empty: the holder is about to write its number
		return pid === 0 || (process.kill(pid, 0) && !isZombie(pid));
	} catch (cause) {
		return /** @type {NodeJS.ErrnoException} */ (cause).code === 'EPERM';
	}
}

/**
 * Dead, and only not yet fetched by its parent; where /proc tells it.
 * @param {number} pid
 */
function isZombie(pid) {
	try {
		return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		return false;
	}
}
