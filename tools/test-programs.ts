import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run } from './bootstrap/run.mjs';
import { chromiumProgram, hasHeadlessShell } from './chromium.ts';

/**
 * What the tests need beside npm packages: a browser, poppler's tools and qpdf that look into PDF files, zbar that reads
 * the QR code, and hunspell with its dictionaries.
 */
export async function installTestPrograms(): Promise<void> {
	const packages = [
		...(hasHeadlessShell() || process.env['CHROMIUM'] ? [] : ['chromium-headless-shell']),
		...(hasPdfTools() ? [] : ['poppler-utils', 'qpdf', 'zbar-tools']),
		...(hasHunspell() ? [] : ['hunspell', 'hunspell-de-de', 'hunspell-en-gb']),
	];
	if (packages.length === 0) return;
	if (isDebianRoot()) await installFromDebian(packages);
	if (!chromiumProgram()) await installPlaywrights();
	if (!hasPdfTools())
		console.log('poppler-utils, qpdf or zbar-tools are missing: tests that look into PDF files are skipped or fail.');
	if (!hasHunspell())
		console.log('hunspell with de_DE and en_GB is missing: tests of spelling will fail; please install it.');
}

const hasPdfTools = (): boolean =>
	['pdfinfo', 'qpdf', 'zbarimg'].every((tool) => !spawnSync(tool, ['--version'], { stdio: 'ignore' }).error);
const hasHunspell = (): boolean =>
	['de_DE', 'en_GB'].every(
		(dictionary) =>
			spawnSync('hunspell', ['-d', dictionary, '-l'], { input: '', stdio: ['pipe', 'ignore', 'ignore'] }).status === 0,
	);
const isDebianRoot = (): boolean => process.getuid?.() === 0 && existsSync('/etc/debian_version');

async function installFromDebian(packages: readonly string[]): Promise<void> {
	console.log(`Installing ${packages.join(' and ')} from the system’s packages …`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	await run('apt-get', ['update', '-qq'], { env });
	const { code, said } = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
		env,
	});
	if (code !== 0) console.log(`${said.trim()}\napt-get could not install ${packages.join(' and ')}.`);
}

async function installPlaywrights(): Promise<void> {
	console.log('Installing Playwright’s Chromium …');
	const { code, said } = await run(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium']);
	if (code !== 0)
		console.log(`${said.trim().split('\n').at(0)}\nNo browser could be installed; install Chromium or Chrome by hand.`);
}
