import { afterAll, beforeAll, expect, test } from 'vitest';
import { startThread } from '#conversation/server/threads.ts';
import { m } from '#messages/messages.js';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '../../cast.ts';
import { learnerOf } from '../../learning.ts';
import { cohortWorld, meetingEnd } from '../../world.ts';
import { barriersOn } from './barriers.ts';
import { complaintsOf, contextOf, openStage, type Stage } from './stage.ts';
import { link } from './steps.ts';

const now = new Date(meetingEnd(1).getTime() + 3600_000);
const german = { locale: 'de' } as const;
const title = 'Wer kennt eine gute Prüfungsordnung?';
let stage: Stage;
let lea: Viewer;

beforeAll(async () => {
	const world = await cohortWorld({ learners: 2 });
	lea = learnerOf(world, 0);
	await does(learnerOf(world, 1), now, startThread, {
		spaceId: world.spaces['marktplatz'] ?? '',
		title,
		body: 'Unsere ist von 1998.',
	});
	stage = await openStage(now);
}, 120_000);
afterAll(() => stage.close());

test('by keyboard: the slash leads to the search, results come while one types, arrows and Enter open one', async () => {
	const page = await (await contextOf(stage, lea)).newPage();
	const complaints = complaintsOf(page);
	await page.goto('/news');
	await page.waitForFunction(() => history.scrollRestoration === 'manual');
	await page.keyboard.press('/');
	await page.waitForURL('/search');
	await page.keyboard.type('Ordnung');
	await link(page, title).waitFor();
	expect(await page.locator('[name=q]').evaluate((field) => field === document.activeElement)).toBe(true);
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/threads\//);
	await page.getByRole('heading', { name: title, level: 1 }).waitFor();
	expect(complaints).toEqual([]);
	await page.context().close();
});

test('without a script the form finds the same, and says what helps when there is nothing', async () => {
	const page = await (await contextOf(stage, lea, { javaScriptEnabled: false })).newPage();
	await page.goto('/search');
	await page.locator('[name=q]').fill('Pruefung');
	await page.locator('form[role=search] button').click();
	await link(page, title).waitFor();
	await page.locator('[name=q]').fill('Papagei');
	await page.locator('form[role=search] button').click();
	await page.getByText(m.search_try_less({}, german)).waitFor();
	await page.context().close();
});

test('without a script it is narrowed down to an author and to days, and widened again by a link', async () => {
	const page = await (await contextOf(stage, lea, { javaScriptEnabled: false })).newPage();
	await page.goto('/search?q=Ordnung');
	await page.getByText(m.search_filter({}, german)).click();
	await page.locator('[name=by]').fill('Niemand');
	await page.locator('[name=from]').fill('2026-09-01');
	await page.locator('form[role=search] button').click();
	expect(await link(page, title).count()).toBe(0);
	await link(page, m.search_unset({ what: m.search_set_by({ name: 'Niemand' }, german) }, german)).click();
	await link(page, title).waitFor();
	expect(new URL(page.url()).searchParams.get('from')).toBe('2026-09-01');
	expect(await page.locator('[name=by]').inputValue()).toBe('');
	await page.context().close();
});

test('with its filters set the page keeps nobody out', async () => {
	const page = await (await contextOf(stage, lea)).newPage();
	await page.goto('/search?q=Ordnung&by=Lea&from=2026-09-01&to=2026-09-30');
	await page.waitForFunction(() => history.scrollRestoration === 'manual');
	expect(await barriersOn(page)).toEqual([]);
	await page.context().close();
});
