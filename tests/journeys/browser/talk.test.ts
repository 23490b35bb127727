import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { editPost, postReply } from '#conversation/server/posts.ts';
import { startPoll } from '#conversation/server/polls.ts';
import { startThread } from '#conversation/server/threads.ts';
import { m } from '#messages/messages.js';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '../../cast.ts';
import { cohortWorld, meetingEnd, type World } from '../../world.ts';
import { violationsOn } from './barriers.ts';
import { complaintsOf, contextOf, openStage, type Stage } from './stage.ts';
import { button } from './steps.ts';

const now = new Date(meetingEnd(1).getTime() + 20 * 3600_000);
const german = { locale: 'de' } as const;
let stage: Stage;
let world: World;
let lea: Viewer;
let ben: Viewer;
let thread: string;
let poll: string;
beforeAll(async () => {
	world = await cohortWorld({ learners: 2 });
	[lea, ben] = world.learners as [Viewer, Viewer];
	const spaceId = world.spaces['marktplatz'];
	const { threadId } = await does(ben, now, startThread, {
		spaceId,
		title: 'Was tun mit den Stillen?',
		body: 'Die meisten lesen nur.',
	});
	await does(world.clara, now, postReply, { threadId, body: 'Erst fragen, *welche* Stille es ist. Dann handeln.' });
	thread = `/c/${world.communityId}/threads/${threadId}`;
	const asked = await does(ben, now, startPoll, {
		spaceId,
		title: 'Wann üben wir?',
		body: 'Eine halbe Stunde.',
		options: ['Morgens', 'Abends'],
	});
	poll = `/c/${world.communityId}/threads/${asked.threadId}`;
	stage = await openStage(now);
}, 120_000);
afterAll(() => stage.close());

const post = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words }).last();
const field = (page: Page) => page.locator('textarea[name=body]');

test('without a script one thanks, quotes a whole post, answers it and votes; with one, a key quotes the selected passage', async () => {
	const context = await contextOf(stage, lea, { javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(thread);
	await post(page, 'Erst fragen')
		.getByRole('button', { name: m.reaction_react({}, german) })
		.click();
	await button(page, m.reaction_thanks({}, german)).click();
	await post(page, 'Erst fragen')
		.getByRole('button', { name: `${m.reaction_thanks({}, german)} 1`, pressed: true })
		.waitFor();
	await post(page, 'Erst fragen')
		.getByRole('link', { name: m.talk_quote({}, german) })
		.click();
	const quoted = await field(page).inputValue();
	expect(quoted).toMatch(/^> \*\*\[Clara\]\(#p-[0-9a-f]{8}\):\*\* Erst fragen/);
	await field(page).fill(`${quoted}Das nehme ich mit.`);
	await button(page, m.talk_answer({}, german)).click();
	await post(page, 'Das nehme ich mit.').waitFor();
	const quotation = post(page, 'Das nehme ich mit.').locator('blockquote');
	expect(await quotation.innerText()).toContain('Clara: Erst fragen');
	expect(await quotation.getByRole('link').getAttribute('href')).toContain(`${thread}?at=`);
	await page.goto(poll);
	await page.getByRole('radio', { name: 'Abends' }).check();
	await button(page, m.poll_vote({}, german)).click();
	await page.getByText(m.poll_finding({ options: '„Abends“', count: 1, all: 1 }, german)).waitFor();
	await context.close();
	await quotesAPassage();
}, 60_000);

test('whoever sends an empty answer stays at the field, and the summary names it', async () => {
	const context = await contextOf(stage, ben, { viewport: { width: 390, height: 500 } });
	const page = await context.newPage();
	await page.goto(thread);
	await page.waitForFunction(() => history.scrollRestoration === 'manual');
	await button(page, m.talk_answer({}, german)).click();
	await page.locator('#body-error').waitFor();
	await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('body');
	const label = await page.locator('label[for=body]').innerText();
	expect(await page.locator('a[href="#body"]').innerText()).toBe(`${label}: ${m.input_missing({}, german)}`);
	await context.close();
}, 60_000);

test('a menu of a post is made on opening, by the keyboard as by a click, keeps nobody out and gives the focus back', async () => {
	const context = await contextOf(stage, ben);
	const page = await context.newPage();
	const complaints = complaintsOf(page);
	await page.goto(thread);
	await page.waitForFunction(() => history.scrollRestoration === 'manual');
	const clara = page.getByRole('article').filter({ hasText: 'Dann handeln' }).first();
	const more = m.talk_more({ name: 'Clara' }, german);
	const opener = clara.getByRole('button', { name: more });
	const flag = clara.getByRole('link', { name: m.talk_flag({}, german) });
	expect(await flag.count()).toBe(0);
	expect(await clara.getByRole('button', { name: more, expanded: false }).count()).toBe(1);
	for (const key of ['Enter', 'Space']) {
		await opener.press(key);
		await clara.getByRole('button', { name: more, expanded: true }).waitFor();
		await flag.waitFor();
		expect(await violationsOn(page, undefined, '.menu:has(> [aria-expanded=true])')).toEqual([]);
		// what opens comes next by the keyboard
		await page.keyboard.press('Tab');
		expect(await page.evaluate(() => document.activeElement?.closest('.sheet') !== null)).toBe(true);
		await page.keyboard.press('Escape');
		expect(await flag.count()).toBe(0);
		expect(await opener.evaluate((one) => one === document.activeElement)).toBe(true);
	}
	await opener.click();
	await flag.waitFor();
	await page.getByRole('heading', { level: 1 }).click();
	expect(await flag.count()).toBe(0);
	await clara.getByRole('button', { name: m.reaction_react({}, german), expanded: false }).click();
	await button(page, m.reaction_agree({}, german)).click();
	await clara.getByRole('button', { name: `${m.reaction_agree({}, german)} 1`, pressed: true }).waitFor();
	expect(new URL(page.url()).search).toBe('');
	expect(complaints).toEqual([]);
	await context.close();
}, 60_000);

/** Keeps scripts that are asked for from now on until `come`, or from ever coming. */
async function scriptsWait(page: Page) {
	const { promise, resolve: come } = Promise.withResolvers<'come' | 'fail'>();
	await page.route('**/_app/**/*.js', async (route) => ((await promise) === 'come' ? route.continue() : route.abort()));
	return { come: () => come('come'), fail: () => come('fail') };
}

test('the form for a reply takes what is typed, marked and sent from the first touch, before its scripts are there', async () => {
	const { threadId } = await does(ben, now, startThread, {
		spaceId: world.spaces['marktplatz'],
		title: 'Wer ist schnell?',
		body: 'Los.',
	});
	const context = await contextOf(stage, lea);
	const page = await context.newPage();
	const complaints = complaintsOf(page);
	const arrives = async () => {
		await page.goto('about:blank');
		await page.unrouteAll();
		await page.goto(`/c/${world.communityId}/threads/${threadId}`);
		await page.waitForFunction(() => history.scrollRestoration === 'manual');
		return scriptsWait(page);
	};
	const bold = button(page, m.ui_bold({}, german));
	const saved = () => page.locator('.draft', { hasText: m.ui_draft_saved({ when: '' }, german).trim() }).waitFor();

	let scripts = await arrives();
	// as programs do that check what one writes
	await field(page).evaluate((one) => one.before(document.createElement('i')));
	await field(page).focus();
	await page.keyboard.type('Ohne Wartezeit');
	for (let letter = 0; letter < 'Wartezeit'.length; letter++) await page.keyboard.press('Shift+ArrowLeft');
	await bold.click();
	expect(await field(page).inputValue()).toBe('Ohne Wartezeit');
	scripts.come();
	await expect.poll(() => field(page).inputValue()).toBe('Ohne **Wartezeit**');
	await page.waitForFunction(() => document.activeElement?.id === 'body' && String(getSelection()) === 'Wartezeit');
	await saved();

	scripts = await arrives();
	expect(await field(page).inputValue()).toBe('Ohne **Wartezeit**');
	await field(page).evaluate((one: HTMLTextAreaElement) => one.setSelectionRange(5, 5));
	await field(page).focus();
	scripts.come();
	await bold.click();
	await expect.poll(() => field(page).inputValue()).toBe('Ohne ******Wartezeit**');
	await field(page).fill('Gleich gesendet');
	await saved();

	scripts = await arrives();
	await field(page).press('Control+Enter');
	expect(await field(page).inputValue()).toBe('Gleich gesendet');
	scripts.come();
	await post(page, 'Gleich gesendet').waitFor();
	await expect.poll(() => field(page).inputValue()).toBe('');
	expect(complaints).toEqual([]);
	await context.close();
}, 60_000);

test('where the scripts of the form for a reply cannot be had it sends and answers without them', async () => {
	const { threadId } = await does(ben, now, startThread, {
		spaceId: world.spaces['marktplatz'],
		title: 'Wer hat schlechtes Netz?',
		body: 'Hier kommt nicht alles an.',
	});
	await does(world.clara, now, postReply, { threadId, body: 'Bei mir schon.' });
	const context = await contextOf(stage, lea);
	const page = await context.newPage();
	await page.goto(`/c/${world.communityId}/threads/${threadId}`);
	await page.waitForFunction(() => history.scrollRestoration === 'manual');
	(await scriptsWait(page)).fail();
	await field(page).fill('Bei mir auch nicht.');
	await button(page, m.talk_answer({}, german)).click();
	await post(page, 'Bei mir auch nicht.').waitFor();
	await page.unrouteAll();
	await page.goto(`/c/${world.communityId}/threads/${threadId}`);
	await page.waitForFunction(() => history.scrollRestoration === 'manual');
	await page.route('**/_app/**/*.js', (route) => route.abort());
	await post(page, 'Bei mir schon.')
		.getByRole('link', { name: m.talk_reply({}, german) })
		.click();
	await page.getByText(m.talk_your_answer_to({ name: world.clara.name }, german)).waitFor();
	await context.close();
}, 60_000);

test('whoever goes on to another conversation finds its form there, and not what was begun in the first', async () => {
	const spaceId = world.spaces['marktplatz'];
	const other = await does(ben, now, startThread, { spaceId, title: 'Das andere Gespräch', body: 'Auch hier.' });
	const to = `/c/${world.communityId}/threads/${other.threadId}`;
	const { threadId } = await does(ben, now, startThread, {
		spaceId,
		title: 'Das eine Gespräch',
		body: `Siehe [dort](${to}).`,
	});
	const context = await contextOf(stage, lea);
	const page = await context.newPage();
	const complaints = complaintsOf(page);
	await page.goto(`/c/${world.communityId}/threads/${threadId}`);
	await page.waitForFunction(() => history.scrollRestoration === 'manual');
	await field(page).fill('Nur für dieses.');
	await page.getByRole('link', { name: 'dort' }).click();
	await page.getByRole('heading', { level: 1, name: 'Das andere Gespräch' }).waitFor();
	expect(await field(page).inputValue()).toBe('');
	await button(page, m.ui_bold({}, german)).click();
	expect(await field(page).inputValue()).toBe('****');
	expect(complaints).toEqual([]);
	await context.close();
}, 60_000);

test('a first visit to a conversation is at most twelve requests, and gets no heavier', async () => {
	const context = await contextOf(stage, lea);
	const page = await context.newPage();
	const network = await context.newCDPSession(page);
	await network.send('Network.enable');
	const asked = new Set<string>();
	let bytes = 0;
	network.on('Network.responseReceived', ({ requestId, response }) => {
		if (!response.url.startsWith('data:')) asked.add(requestId);
	});
	network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		if (asked.has(requestId)) bytes += encodedDataLength;
	});
	await page.goto(poll, { waitUntil: 'networkidle' });
	expect(asked.size).toBeLessThanOrEqual(12);
	// without italics, pictures and a page full of posts
	expect(bytes).toBeLessThan(117_500);
	await context.close();
}, 60_000);

test('the words of a post come once, stay untouched until they are others, and are quoted as they were written', async () => {
	const { threadId } = await does(ben, now, startThread, {
		spaceId: world.spaces['marktplatz'],
		title: 'Wer liest mit?',
		body: 'Ich zähle die *Stillen*.',
	});
	const address = `/c/${world.communityId}/threads/${threadId}`;
	const { postId } = await does(ben, now, postReply, { threadId, body: 'Es sind „viele“ & gute.' });
	const context = await contextOf(stage, lea);
	const page = await context.newPage();
	const complaints = complaintsOf(page);
	const sent = await (await page.goto(address))?.text();
	for (const words of ['Ich zähle die', '„viele“ ']) expect(sent?.split(words)).toHaveLength(2);
	await page.waitForFunction(() => history.scrollRestoration === 'manual');
	const first = await page.locator('.reading p').all();
	const nodes = await Promise.all(first.map((paragraph) => paragraph.elementHandle()));
	await does(ben, now, postReply, { threadId, body: 'Noch eine.' });
	await post(page, 'Noch eine.').waitFor();
	for (const node of nodes) expect(await node?.evaluate((one) => one.isConnected)).toBe(true);
	await does(ben, now, editPost, { postId, body: 'Es sind mehr.' });
	await post(page, 'Es sind mehr.').waitFor();
	expect(await page.getByText('„viele“').count()).toBe(0);
	await post(page, 'Ich zähle')
		.getByRole('link', { name: m.talk_quote({}, german) })
		.click();
	await expect.poll(() => field(page).inputValue()).toMatch(/\*\* Ich zähle die \*Stillen\*\.\n\n$/);
	expect(complaints).toEqual([]);
	// as when something in the browser has changed the page before its scripts ran
	await page.route(address, async (route) => {
		const answer = await route.fetch();
		await route.fulfill({ response: answer, body: (await answer.text()).replaceAll('</header>', '</header><i></i>') });
	});
	await page.goto('about:blank');
	await page.goto(address);
	await page.waitForFunction(() => history.scrollRestoration === 'manual');
	expect(await page.locator('header + i').count()).toBe(0);
	await post(page, 'Ich zähle die').waitFor();
	await context.close();
}, 60_000);

async function quotesAPassage() {
	const context = await contextOf(stage, ben);
	const page = await context.newPage();
	const complaints = complaintsOf(page);
	await page.goto(thread);
	await page.waitForFunction(() => history.scrollRestoration === 'manual');
	await post(page, 'Dann handeln')
		.locator('.reading em')
		.evaluate((words) => getSelection()?.selectAllChildren(words));
	await page.locator('button.chosen').waitFor();
	await page.keyboard.press('q');
	await page.waitForFunction(() => document.activeElement?.id === 'body');
	// the focus goes there at once, the quotation comes with the form's scripts
	await expect.poll(() => field(page).inputValue()).toMatch(/:\*\* welche\n\n$/);
	await page.keyboard.type('Genau diese Frage fehlt mir.');
	await page.keyboard.press('Control+Enter');
	await post(page, 'Genau diese Frage').waitFor();
	// others may see it before its author is told
	await expect.poll(() => field(page).inputValue()).toBe('');
	const source = post(page, 'Genau diese Frage').locator('blockquote a');
	const href = (await source.getAttribute('href')) ?? '';
	await source.click();
	await page.waitForURL((url) => url.pathname + url.search + url.hash === href);
	const answers = post(page, 'Das nehme ich mit.').getByRole('link', { name: m.talk_reply({}, german) });
	// the page that is just coming takes the focus to the post it was asked for
	const focused = async () => {
		await answers.press('Enter');
		return page.evaluate(() => document.activeElement?.id);
	};
	await expect.poll(focused).toBe('body');
	await page.getByText(m.talk_your_answer_to({ name: lea.name }, german)).waitFor();
	await page.keyboard.type('Erzähl dann, wie es war.');
	await page.keyboard.press('Control+Enter');
	await page.locator('.deep').filter({ hasText: 'Erzähl dann' }).waitFor();
	expect(complaints).toEqual([]);
	await context.close();
}
