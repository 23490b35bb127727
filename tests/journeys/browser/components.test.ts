import { afterAll, beforeAll, expect, test } from 'vitest';
import { m } from '#messages/messages.js';
import { unsubscribeAddress } from '#notifications/server/unsubscribe-address.ts';
import type { Viewer } from '#platform/viewer.ts';
import { cohortWorld, meetingEnd } from '../../world.ts';
import { barriersOn, overflowOn, violationsOn } from './barriers.ts';
import { complaintsOf, contextOf, openStage, type Stage } from './stage.ts';
import { button } from './steps.ts';

const german = { locale: 'de' } as const;
let stage: Stage;
let lea: Viewer;
beforeAll(async () => {
	const world = await cohortWorld({ learners: 1 });
	[lea] = world.learners as [Viewer];
	stage = await openStage(meetingEnd(1));
}, 120_000);
afterAll(() => stage.close());

test.each(['de', 'en'] as const)(
	'the page of the components keeps nobody out, and fits, in %s',
	async (language) => {
		const context = await contextOf(stage, lea, { language });
		await context.addCookies([{ name: 'PARAGLIDE_LOCALE', value: language, url: stage.url }]);
		const page = await context.newPage();
		const complaints = complaintsOf(page);
		await page.goto('/components');
		await page.waitForFunction(() => history.scrollRestoration === 'manual');
		// the words of a language are longer or shorter; names, roles and colours are the same
		const found = language === 'de' ? await barriersOn(page) : await overflowOn(page);
		for (const width of [320, 390]) {
			await page.setViewportSize({ width, height: 844 });
			found.push(...(await overflowOn(page)));
		}
		expect(found).toEqual([]);
		expect(complaints).toEqual([]);
		await context.close();
	},
	90_000,
);

test('icons have the colour of the words beside them where a reader forces colours', async () => {
	const context = await contextOf(stage, lea, { forcedColors: 'active' });
	const page = await context.newPage();
	await page.goto('/components');
	const icons = page.locator('a > .i, button > .i, summary > .i');
	const colours = await icons.evaluateAll((all) =>
		all.map((icon) => [
			getComputedStyle(icon).backgroundColor,
			getComputedStyle(icon.parentElement ?? icon).color,
			getComputedStyle(document.body).backgroundColor,
		]),
	);
	expect(colours.length).toBeGreaterThan(20);
	expect(colours.filter(([icon, words, ground]) => icon !== words || icon === ground)).toEqual([]);
	await context.close();
});

test('what opens over the page keeps nobody out, either', async () => {
	const page = await (await contextOf(stage, lea)).newPage();
	await page.goto('/components');
	await page.waitForFunction(() => history.scrollRestoration === 'manual');
	const found: string[] = [];
	const openers = [
		button(page, 'Beitrag löschen').first(),
		page.locator('summary', { hasText: 'Ansicht wählen' }),
		button(page, 'Mehr zu diesem Beitrag'),
		button(page, 'Blatt öffnen'),
		button(page, '128 von 412'),
	];
	for (const opener of openers) {
		await opener.click();
		found.push(
			...(await violationsOn(
				page,
				undefined,
				':modal, :popover-open, details[open], .menu:has(> [aria-expanded=true])',
			)),
		);
		await page.keyboard.press('Escape');
	}
	expect(found).toEqual([]);
	await page.context().close();
});

test('the page behind the link that ends mails keeps nobody out, before and after', async () => {
	const page = await (await contextOf(stage, null)).newPage();
	await page.goto(new URL(unsubscribeAddress(lea.userId, { digest: true })).pathname);
	await page.waitForFunction(() => history.scrollRestoration === 'manual');
	const found = await barriersOn(page);
	await button(page, m.unsubscribe_do({}, german)).click();
	await page.getByText(m.unsubscribe_done({}, german)).waitFor();
	found.push(...(await barriersOn(page)));
	expect(found).toEqual([]);
	await page.context().close();
});
