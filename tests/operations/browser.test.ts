import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../browser.ts';
import { freshDatabase } from '../database.ts';
import { startServer, type RunningServer } from '../server.ts';

let server: RunningServer;
let browser: Browser;
beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(await freshDatabase()), openBrowser()]);
});
afterAll(async () => {
	await browser.close();
	await server.stop();
});

test('a browser finds nothing to complain about in what the built server sends', async () => {
	const page = await browser.newPage();
	const complaints: string[] = [];
	page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
	page.on('pageerror', (error) => complaints.push(error.message));
	page.on('requestfailed', (request) => complaints.push(request.url()));
	for (const path of ['/', '/sign-in', '/courses']) {
		const response = await page.goto(server.url + path, { waitUntil: 'networkidle' });
		expect(response?.status()).toBe(200);
	}
	expect(complaints).toEqual([]);
});

test('a page that is open while the server is killed and started again goes on working', async () => {
	const page = await browser.newPage();
	await page.goto(`${server.url}/sign-in`);
	await server.crash();
	await server.restart();
	await page.getByRole('textbox').first().fill('nobody@example.org');
	await page.locator('input[type=password]').fill('not the right one');
	await page
		.locator('form', { has: page.locator('input[type=password]') })
		.getByRole('button')
		.first()
		.click();
	await expect.poll(() => page.getByRole('alert').count()).toBeGreaterThan(0);
});
