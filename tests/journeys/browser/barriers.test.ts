import { expect, test } from 'vitest';
import { openBrowser } from '../../browser.ts';
import { barriersOn } from './barriers.ts';

const page = (body: string) =>
	`<!doctype html><html lang="de"><title>Probe</title><meta name="viewport" content="width=device-width"><style>
		@media (prefers-color-scheme: dark) { .dim { color: #333; background: #222 } }
	</style><main><h1>Probe</h1>${body}</main></html>`;

test('what keeps somebody out is found: by name, by contrast in the dark, by width on a narrow screen', async () => {
	const browser = await openBrowser();
	const tab = await browser.newPage();
	const found = async (body: string) => {
		await tab.goto(`data:text/html,${encodeURIComponent(page(body))}`);
		return (await barriersOn(tab)).join('\n');
	};
	expect(await found('<p>Nichts steht im Weg.</p>')).toBe('');
	expect(await found('<button></button>')).toContain('violates button-name');
	expect(await found('<p class="dim">Kaum zu lesen</p>')).toMatch(/violates color-contrast .* in the dark/s);
	expect(await found('<p style="width: 400px">Breit</p>')).toContain('px too wide for 320 px');
	await browser.close();
});
