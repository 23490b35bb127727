import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { postReply } from '#conversation/server/posts.ts';
import { startThread } from '#conversation/server/threads.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '../../cast.ts';
import { cohortWorld, meetingEnd } from '../../world.ts';
import { contextOf, openStage, type Stage } from './stage.ts';

const now = new Date(meetingEnd(1).getTime() + 20 * 3600_000);
let stage: Stage;
let lea: Viewer, ben: Viewer;
let threadId: string, thread: string;
beforeAll(async () => {
	const world = await cohortWorld({ learners: 2 });
	[lea, ben] = world.learners as [Viewer, Viewer];
	const opening = { spaceId: world.spaces['marktplatz'], title: 'Wer ist noch wach?', body: 'Ich.' };
	({ threadId } = await does(ben, now, startThread, opening));
	thread = `/c/${world.communityId}/threads/${threadId}`;
	stage = await openStage(now);
}, 120_000);
afterAll(() => stage.close());

const writes = (body: string) => does(ben, now, postReply, { threadId, body });
const sees = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words }).waitFor();
const field = (page: Page) => page.locator('textarea[name=body]');
/** Fulfilled once the tabs know that there is no stream any more. */
const cut = (page: Page) =>
	page.evaluate(
		() =>
			new Promise<void>((heard) => {
				new BroadcastChannel('allmende-live').onmessage = ({ data }) => {
					if (data.connected === false) heard();
				};
			}),
	);
/** How many tabs hold the stream, and how many wait to take over. */
const locks = (page: Page) =>
	page.evaluate(async () => {
		const { held = [], pending = [] } = await navigator.locks.query();
		return { leading: held.length, waiting: pending.length };
	});

test('two tabs share one stream; when the leading one is closed or the server was away, the other misses nothing', async () => {
	const context = await contextOf(stage, lea);
	const streams: string[] = [];
	context.on('request', (request) => {
		const { pathname, search } = new URL(request.url());
		if (pathname === '/live') streams.push(search);
	});
	const open = async () => {
		const page = await context.newPage();
		await page.goto(thread);
		await page.waitForFunction(() => history.scrollRestoration === 'manual');
		return page;
	};
	const leading = await open();
	await expect.poll(() => locks(leading)).toEqual({ leading: 1, waiting: 0 });
	const other = await open();
	await expect.poll(() => locks(other)).toEqual({ leading: 1, waiting: 1 });

	await writes('Ich auch.');
	await Promise.all([sees(leading, 'Ich auch.'), sees(other, 'Ich auch.')]);
	expect(streams).toHaveLength(1);

	// what is written while the one closes and the other takes over
	await Promise.all([leading.close(), writes('Und ich.')]);
	await sees(other, 'Und ich.');
	await writes('Dann sind wir drei.');
	await sees(other, 'Dann sind wir drei.');
	expect(await locks(other)).toEqual({ leading: 1, waiting: 0 });
	expect(streams).toHaveLength(2);
	expect(streams[1]).toMatch(/^\?since=\d+$/);

	// what is to be loaded while the server is away waits: a page that asked in vain would be gone, and the draft with it
	await field(other).fill('Noch nicht gesendet');
	const isCut = cut(other);
	await stage.server.crash();
	await isCut;
	await other.evaluate((word) => new BroadcastChannel('allmende-live').postMessage(word), {
		key: `thread:${threadId}`,
		number: Number(streams[1]?.split('=')[1]),
		within: 0,
	});
	await writes('Der Server schläft.');
	await stage.server.restart();
	await sees(other, 'Der Server schläft.');
	expect(await field(other).inputValue()).toBe('Noch nicht gesendet');
	await writes('Jetzt nicht mehr.');
	await sees(other, 'Jetzt nicht mehr.');
	await context.close();
}, 90_000);

test('a page that is just asking when the server dies waits for it, and keeps what is typed', async () => {
	const context = await contextOf(stage, lea);
	const page = await context.newPage();
	await page.goto(thread);
	await expect.poll(() => locks(page)).toEqual({ leading: 1, waiting: 0 });
	await field(page).fill('Mitten im Satz');
	let asked = 0;
	await page.route('**/__data.json*', async (route) => {
		if (++asked === 1) await stage.server.crash();
		await route.continue();
	});
	await writes('Gerade noch.');
	await expect.poll(() => asked, { timeout: 10_000 }).toBeGreaterThan(1);
	await stage.server.restart();
	await sees(page, 'Gerade noch.');
	expect(await field(page).inputValue()).toBe('Mitten im Satz');
	await context.close();
}, 90_000);
