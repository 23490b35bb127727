import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

// the first has no window to draw, and needs half the time of the others
const names = [
	'chromium-headless-shell',
	'chromium',
	'chromium-browser',
	'google-chrome-stable',
	'google-chrome',
	'chrome',
	'msedge',
];
const elsewhere = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Whether Chromium without a window is there, which is quickest. */
export const hasHeadlessShell = (): boolean => chromiumProgram()?.endsWith('chromium-headless-shell') ?? false;

/** The Chromium or Chrome of this machine: that of CHROMIUM, an installed one, or Playwright's own; `null` when there is none. */
export function chromiumProgram(): string | null {
	const onPath = (process.env['PATH'] ?? '')
		.split(delimiter)
		.flatMap((folder) => names.map((name) => join(folder, name)));
	const candidates = [process.env['CHROMIUM'], ...onPath, ...elsewhere, playwrightsOwn()];
	return candidates.find((file) => file && existsSync(file)) ?? null;
}

function playwrightsOwn(): string | undefined {
	try {
		return chromium.executablePath();
	} catch {
		return undefined;
	}
}
