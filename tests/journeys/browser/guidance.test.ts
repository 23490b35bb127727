import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { m } from '#messages/messages.js';
import { database } from '#platform/server/database.ts';
import type { Locale, Viewer } from '#platform/viewer.ts';
import { handIn } from '#course/server/hand-in.ts';
import { submissionPage } from '#course/server/submission-page.ts';
import { beginSubmission } from '#course/server/submissions.ts';
import { unitPage } from '#course/server/units.ts';
import { does } from '../../cast.ts';
import { conversation } from '../../course-acts.ts';
import { after, courseWorld, formed, learnerOf } from '../../learning.ts';
import type { World } from '../../world.ts';
import { barriersOn } from './barriers.ts';
import { clockAt, complaintsOf, contextOf, openStage, type Stage } from './stage.ts';
import { button, link } from './steps.ts';

/** In the afternoon of the second day of unit 2. */
const now = after(1, 44);
const german = { locale: 'de' } as const;
const complaints: string[] = [];
let stage: Stage;
let world: World;
let home: string;
let thread: { threadId: string; posts: string[] };
const results: string[] = [];
const learner = (index: number) => learnerOf(world, index);

async function handsIn(viewer: Viewer, at: Date): Promise<string> {
	const { submissionId } = await does(viewer, at, beginSubmission, { communityId: world.communityId, number: 1 });
	const [section] = (await does(viewer, at, submissionPage, { submissionId })).draft ?? [];
	const sections = { [section?.id ?? '']: { body: 'Wir treffen uns am Brunnen.', version: section?.version ?? 0 } };
	await does(viewer, at, handIn, { submissionId, sections });
	return submissionId;
}

beforeAll(async () => {
	world = await courseWorld(8);
	home = `/c/${world.communityId}`;
	for (const unit of [1, 2]) await formed(world, unit, [world.learners.slice(0, 4), world.learners.slice(4)]);
	results.push(await handsIn(learner(0), after(1, 2)), await handsIn(learner(4), after(1, 30)));
	thread = await conversation(world, learner(1), after(1, 40), []);
	stage = await openStage(now);
}, 180_000);
afterAll(async () => {
	await stage.close();
});

async function pageOf(viewer: Viewer, language: Locale = 'de'): Promise<{ page: Page; context: BrowserContext }> {
	const context = await contextOf(stage, viewer, { language });
	const page = await context.newPage();
	const own = complaintsOf(page);
	context.on('close', () => complaints.push(...own));
	return { page, context };
}

const patience = { timeout: 15_000, interval: 250 };
const focused = (page: Page) => page.locator(':focus');
const ends = (path: string) => (url: URL) => url.pathname.endsWith(path);

test('a companion lives on the page of those who wait, the longest first', async () => {
	const { page, context } = await pageOf(world.clara);
	await page.goto('/');
	await page.waitForURL(ends('/guidance'));
	const title = await page.getByRole('heading', { level: 1 }).innerText();
	expect(title).toBe('Drei Menschen warten auf Sie, Clara. Lea01 am längsten: seit vorgestern.');
	const rows = page.getByRole('main').locator('ol > li');
	expect(await rows.locator('.name').allInnerTexts()).toEqual(['Lea01', 'Lea05', 'Lea02']);
	expect(
		await page
			.getByRole('navigation')
			.getByRole('link', { name: /^Begleitung ?3/ })
			.count(),
	).toBeGreaterThan(0);
	await context.close();
}, 60_000);

test('by keyboard the companion gives feedback on one result after the other', async () => {
	const { page, context } = await pageOf(world.clara);
	await page.goto(`${home}/guidance`);
	// Until the page's script is there a key does nothing; at the top this one stays where it is.
	await expect
		.poll(async () => {
			await page.keyboard.press('k');
			return focused(page).count();
		}, patience)
		.toBe(1);
	expect(await focused(page).getAttribute('aria-label')).toContain('Lea01');
	await page.keyboard.press('j');
	expect(await focused(page).getAttribute('aria-label')).toContain('Lea05');
	await page.keyboard.press('k');
	await page.keyboard.press('a');
	await page.waitForURL(ends(results[0] ?? ''));
	await page.getByText(m.queue_here({ count: 2, place: 1 }, german)).waitFor();

	const criteria = await page.locator('fieldset[data-criterion]').count();
	for (let criterion = 0; criterion < criteria; criterion++) await page.keyboard.press('3');
	expect(await page.locator('fieldset input[value="3"]:checked').count()).toBe(criteria);
	await page.keyboard.type('Klar gebaut. Woran merken Sie, dass 3 genug sind?');
	await page.keyboard.press('Tab');
	await button(page, m.feedback_send({}, german)).focus();
	await page.keyboard.press('Enter');
	await page.getByText(m.feedback_thanks({}, german)).waitFor();

	await page.keyboard.press('j');
	await page.waitForURL(ends(results[1] ?? ''));
	expect(await page.locator('fieldset input[value="3"]:checked').count()).toBe(0);
	expect(await page.locator('textarea[name=words]').inputValue()).toBe('');
	await page.locator('textarea[name=words]').fill('Auch das trägt.');
	await button(page, m.feedback_send({}, german)).click();
	await page.getByText(m.queue_done({}, german)).waitFor();
	await context.close();

	const given = await database.selectFrom('feedback').select(['submissionId', 'levels']).execute();
	expect(given.map(({ submissionId, levels }) => [submissionId, Object.keys(Object(levels)).length])).toEqual(
		expect.arrayContaining([
			[results[0], criteria],
			[results[1], 0],
		]),
	);
}, 60_000);

test('what is missing is said at the words, and the levels stay chosen', async () => {
	// Its own browser: to a refusal it says something in the console.
	const context = await contextOf(stage, world.carl);
	const page = await context.newPage();
	await page.goto(`${home}/submissions/${results[0]}`);
	await page.locator('fieldset input[value="2"]').first().check();
	await button(page, m.feedback_send({}, german)).click();
	await page.locator('textarea[name=words][aria-invalid=true]').waitFor();
	expect(await page.locator('fieldset input[value="2"]:checked').count()).toBe(1);
	await context.close();
}, 60_000);

test('feedback on a post stands in its margin for its author, and for nobody else among the learners', async () => {
	const { page, context } = await pageOf(world.clara);
	const address = `${home}/threads/${thread.threadId}`;
	const words = 'Sie fragen, bevor Sie antworten.';
	await page.goto(address);
	await page.getByText(m.feedback_on_post({}, german)).click();
	await page.getByLabel(m.feedback_criterion({}, german)).selectOption({ index: 1 });
	await page.getByLabel(m.feedback_on_post_words({}, german)).fill(words);
	await button(page, m.feedback_send({}, german)).click();
	const note = page.getByRole('complementary', { name: m.ui_feedback_from({ name: 'Clara' }, german) });
	await note.getByText(words).waitFor();
	expect(await note.innerText()).toContain('Kriterium: „');
	await page.getByText(m.feedback_on_post_revise({}, german)).waitFor();
	await context.close();
	for (const [viewer, seen] of [
		[learner(1), 1],
		[learner(2), 0],
	] as const) {
		const reading = await pageOf(viewer);
		await reading.page.goto(address);
		expect(await reading.page.getByText(words).count()).toBe(seen);
		expect(await reading.page.getByText(m.feedback_on_post({}, german)).count()).toBe(0);
		await reading.context.close();
	}
}, 60_000);

test.each([true, false])(
	'a lesson is recommended from its page, stands in the week and is done (scripts: %s)',
	async (javaScriptEnabled) => {
		const [recipient, word] = [learner(javaScriptEnabled ? 5 : 6), javaScriptEnabled ? 'Passt.' : 'Passt auch so.'];
		const { content } = await does(recipient, now, unitPage, { communityId: world.communityId, number: 2 });
		const topic = content?.topics[0];
		const context = await contextOf(stage, world.clara, { javaScriptEnabled });
		const page = await context.newPage();
		await page.goto(`${home}/units/2/topics/${topic?.id}`);
		await link(page, m.recommend_this({}, german)).click();
		await page
			.getByRole('heading', { name: m.recommend_title_target({ title: topic?.title ?? '' }, german) })
			.waitFor();
		await button(page, m.recommend_send({}, german)).click();
		await page.getByRole('main').getByRole('alert').waitFor();
		expect(await page.locator('select[name=target]').inputValue()).toBe(topic?.id);
		await page.getByLabel(recipient.name).check();
		await page.getByLabel(m.recommend_words({}, german)).fill(word);
		await button(page, m.recommend_send({}, german)).click();
		await page.getByText(m.recommend_sent({ count: 1 }, german)).waitFor();

		const reading = await pageOf(recipient);
		await reading.page.goto(`${home}/week`);
		await reading.page.getByText(word).waitFor();
		await link(reading.page, topic?.title ?? '').click();
		await reading.page.waitForURL(ends(`/topics/${topic?.id}`));
		await reading.page.goBack();
		await button(reading.page, m.week_recommended_done({}, german)).click();
		await reading.page.getByText(word).waitFor({ state: 'detached' });
		await reading.context.close();

		await page.goto(`${home}/recommendations`);
		const entry = page.getByRole('listitem').filter({ hasText: word });
		await entry.getByText(m.recommend_done({}, german), { exact: true }).waitFor();
		await entry.getByRole('button').click();
		await page.getByText(m.recommend_withdrawn({}, german)).waitFor();
		await context.close();
	},
	60_000,
);

test('who has gone quiet is taken off the list; in works-council mode there is none', async () => {
	await clockAt(after(2, 10));
	const { page, context } = await pageOf(world.carl);
	await page.goto(`${home}/guidance`);
	const quiet = page.getByRole('region', { name: m.guidance_silent({}, german) });
	const people = await quiet.locator('a.name').allInnerTexts();
	expect(people).toContain('Lea08');
	expect(await quiet.getByRole('link', { name: /Persönlich schreiben: Lea08/ }).getAttribute('href')).toMatch(
		/^mailto:/,
	);
	await quiet.getByRole('button', { name: /Lea08/ }).click();
	await page.getByText(m.guidance_known({}, german)).waitFor();
	expect(await quiet.locator('a.name').allInnerTexts()).toEqual(people.filter((name) => name !== 'Lea08'));
	await database
		.updateTable('organisation')
		.set({ worksCouncilMode: true })
		.where('id', '=', world.organisationId)
		.execute();
	await page.goto(`${home}/guidance`);
	await quiet.getByText(m.guidance_silent_off({}, german)).waitFor();
	expect(await quiet.locator('a.name').count()).toBe(0);
	await context.close();
	await database
		.updateTable('organisation')
		.set({ worksCouncilMode: false })
		.where('id', '=', world.organisationId)
		.execute();
}, 60_000);

test('the companion’s pages keep nobody out, on a narrow phone', async () => {
	const { page, context } = await pageOf(world.clara, 'en');
	await page.setViewportSize({ width: 320, height: 900 });
	const barriers: string[] = [];
	for (const path of [
		'guidance',
		'recommendations?kind=link',
		`submissions/${results[0]}`,
		`threads/${thread.threadId}`,
	]) {
		await page.goto(`${home}/${path}`);
		barriers.push(...(await barriersOn(page)));
	}
	await context.close();
	expect(barriers).toEqual([]);
}, 60_000);

test('nothing of that made the browser complain', () => {
	expect(complaints).toEqual([]);
});
