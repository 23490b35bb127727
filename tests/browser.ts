import { chromium, type Browser } from 'playwright-core';
import { chromiumProgram } from '../tools/chromium.ts';

/** Chromium with an empty profile that talks to nobody on its own. */
export function openBrowser(): Promise<Browser> {
	const executablePath = chromiumProgram();
	if (!executablePath) throw new Error('There is no Chromium on this machine; npm test installs one.');
	const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
	const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'];
	// letters are drawn alike whatever the machine's settings for its screen
	const drawing = ['--font-render-hinting=none', '--disable-lcd-text'];
	return chromium.launch({ executablePath, args: [...asRoot, ...quiet, '--no-first-run', ...drawing] });
}
