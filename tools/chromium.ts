import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'msedge'];
const elsewhere = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

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
