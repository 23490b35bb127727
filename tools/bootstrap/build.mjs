import { existsSync, writeFileSync } from 'node:fs';
import { digestOf, isStamped } from './digest.mjs';
import { step } from './progress.mjs';
import { refuseReadOnly } from './read-only.mjs';
import { run } from './run.mjs';

const stamp = 'build/.built';
/** The build writes it among the packages, where npm takes it for a package that nobody asked for. */
const typeSettings = 'node_modules/$app/tsconfig.json';
const sources = [
	'package-lock.json',
	'vite.config.ts',
	'tools/vite',
	'tsconfig.json',
	'project.inlang/settings.json',
	'src',
	'messages',
	'static',
];
/** What is set for the running server is checked when that starts; the build knows nothing of it. */
const settings = [
	'DATABASE_URL',
	'DATA_DIR',
	'DEMO',
	'HOST',
	'LOG_LEVEL',
	'MAIL_FROM',
	'METRICS_TOKEN',
	'NODE_ENV',
	'PORT',
	'PUBLIC_URL',
	'S3_ACCESS_KEY_ID',
	'S3_BUCKET_URL',
	'S3_REGION',
	'S3_SECRET_ACCESS_KEY',
	'SECRET',
	'SMTP_URL',
	'STOP_DELAY',
	'STOP_GRACE',
	'TRUSTED_PROXIES',
];
const generated = ['src/messages'];

const wanted = () => digestOf(sources, generated);

/** @returns {boolean} whether the built application is that of the sources as they stand */
export const isBuilt = () => isStamped(stamp, wanted());

/**
 * Builds the application unless the sources are the ones it was built from.
 * @param {string} node
 */
export async function build(node) {
	const digest = wanted();
	if (isStamped(stamp, digest) && existsSync(typeSettings)) return;
	refuseReadOnly();
	await step('Building the application', async () => {
		const { code, said } = await run(node, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], {
			env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !settings.includes(name))),
		});
		if (code !== 0) throw new Error(`${said.trim()}\nThe application could not be built; the reason stands above.`);
	});
	writeFileSync(stamp, digest);
}
