import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillDemo } from '#demo/fill.ts';
import { demoPeople } from '#demo/server/people.ts';
import { viewerOfPerson } from '#identity/server/viewers.ts';
import { database } from '#platform/server/database.ts';
import type { Locale, Viewer } from '#platform/viewer.ts';
import { does } from '../cast.ts';
import { complaintsOf, contextOf, openStage, type Stage } from '../journeys/browser/stage.ts';
import { pageAt, pageRoutes } from './routes.ts';

// Filled for the first time between Christmas and the new year, in the hour before midnight in Berlin.
const now = new Date('2026-12-26T22:40:00Z');
const lines: string[] = [];
/** Where everybody comes in, and all that one of several communities has. */
const starts = ['/', '/?all'];
const seen = new Set<string>();
const looked = new Set<string>();
let stage: Stage;
let people: { viewer: Viewer | null; name: string }[];
beforeAll(async () => {
	await fillDemo((line) => lines.push(line), now);
	const { first } = await does(null, now, demoPeople, {});
	const viewers = await Promise.all(first.map(({ userId }) => viewerOfPerson(userId)));
	people = [
		...first.map(({ name, kind }, index) => ({ name: `${name}, ${kind}`, viewer: viewers[index] ?? null })),
		{ name: 'a visitor', viewer: null },
	];
	stage = await openStage(now);
}, 300_000);
afterAll(() => stage.close());

test('the demo can be made for the first time on an odd day, and nothing in it lies ahead', async () => {
	expect(lines).toContain('Cohort 1: the exam is over, the certificates are issued');
	expect(lines).toContain('Cohort 2: 408 of 408 posts');
	expect(await database.selectFrom('activity').select(['kind', 'at']).where('at', '>', now).execute()).toEqual([]);
	const cohorts = await database
		.selectFrom('cohort')
		.select(['name', 'unitsOpened', 'closedAt'])
		.orderBy('number')
		.execute();
	expect(cohorts.map(({ name, unitsOpened, closedAt }) => [name, unitsOpened, closedAt !== null])).toEqual([
		['Kohorte 1', 10, true],
		['Kohorte 2', 5, false],
		['Kohorte 3', 0, false],
	]);
});

test('every page that a click leads to serves everybody, on every screen', { timeout: 600_000 }, async () => {
	const faults: string[] = [];
	for (const [index, person] of people.entries())
		faults.push(
			...(await walk(person.viewer, index % 2 === 0 ? 'de' : 'en')).map((fault) => `${person.name}: ${fault}`),
		);
	expect(faults).toEqual([]);
	const unvisited = pageRoutes.filter((id) => !seen.has(id));
	expect(unvisited.length, `not reached by a click: ${unvisited.join(', ')}`).toBeLessThan(36);
	expect(seen.size).toBeGreaterThan(60);
});

/** Follows the links from the start to each kind of page that nobody before has seen, and looks at it closely. */
async function walk(viewer: Viewer | null, language: Locale): Promise<string[]> {
	const context = await contextOf(stage, viewer, { language });
	await context.addCookies([{ name: 'PARAGLIDE_LOCALE', value: language, url: stage.url }]);
	const page = await context.newPage();
	const faults = complaintsOf(page);
	const queue = [...starts];
	const met = new Set<string>();
	for (let path = queue.shift(); path; path = queue.shift()) {
		const kind = pageAt(new URL(path, stage.url).pathname);
		if (!kind || met.has(path) || (seen.has(kind) && !starts.includes(path))) continue;
		met.add(path);
		seen.add(kind);
		const response = await page.goto(path);
		if (response?.status() !== 200) faults.push(`${path} answers ${response?.status()}`);
		const arrived = pageAt(new URL(page.url()).pathname) ?? kind;
		queue.push(...(await linksOn(page)));
		if (looked.has(arrived)) continue;
		looked.add(arrived).add(kind);
		seen.add(arrived);
		faults.push(...(await lookAt(page, (await response?.text()) ?? '')).map((fault) => `${path} ${fault}`));
	}
	await context.close();
	return faults;
}

const linksOn = (page: Page): Promise<string[]> =>
	page.$$eval('a[href]', (links) =>
		links
			.map((link) => new URL((link as HTMLAnchorElement).href))
			.filter(({ origin }) => origin === location.origin)
			.map(({ pathname, search }) => pathname + search),
	);

async function lookAt(page: Page, html: string): Promise<string[]> {
	const faults = [
		...(await formsWithoutScript(page, html)),
		...(await violations(page)),
		...(await overflow(page, 1280)),
	];
	faults.push(...(await overflow(page, 320)));
	await page.setViewportSize({ width: 390, height: 844 });
	await page.emulateMedia({ colorScheme: 'dark' });
	faults.push(...(await violations(page, ['color-contrast', 'target-size', 'label-content-name-mismatch'])));
	await page.emulateMedia({ colorScheme: 'light' });
	await page.setViewportSize({ width: 1280, height: 900 });
	return faults;
}

async function violations(page: Page, rules?: string[]): Promise<string[]> {
	// there are no frames, and nothing but what is wrong is of interest: without both it takes three times as long
	const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'], preload: false });
	const found = await (rules ? axe.withRules(rules) : axe).analyze();
	return found.violations.map(({ id, nodes }) => `violates ${id} at ${nodes[0]?.target.join(' ')}`);
}

async function overflow(page: Page, width: number): Promise<string[]> {
	await page.setViewportSize({ width, height: 900 });
	const widest = await page.evaluate(() => {
		const over = document.documentElement.scrollWidth - innerWidth;
		if (over <= 0) return null;
		const right = (element: Element) => element.getBoundingClientRect().right;
		const [element] = [...document.querySelectorAll('main *')].toSorted((a, b) => right(b) - right(a));
		return `${over} px too wide: ${element?.tagName} ${element?.className}`;
	});
	return widest ? [`at ${width} px is ${widest}`] : [];
}

/** In the server's own words each form says where it posts to, carries a key, and has a button that sends it. */
const formsWithoutScript = (page: Page, html: string): Promise<string[]> =>
	page.evaluate((source) => {
		const sent = new DOMParser().parseFromString(source, 'text/html');
		const button = 'button:not([type=button], [type=reset]), [aria-disabled=true]';
		return [...sent.querySelectorAll('form')]
			.filter((form) => !form.hidden && (form.getAttribute('method') ?? 'get').toLowerCase() === 'post')
			.filter((form) => !form.querySelector(button) && !(form.id && sent.querySelector(`button[form="${form.id}"]`)))
			.map((form) => `has a form that nothing sends without a script: ${form.getAttribute('action')}`);
	}, html);
