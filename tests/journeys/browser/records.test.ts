import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { m } from '#messages/messages.js';
import type { Locale, Viewer } from '#platform/viewer.ts';
import { after, courseWorld, learnerOf } from '../../learning.ts';
import type { World } from '../../world.ts';
import { barriersOn } from './barriers.ts';
import { complaintsOf, contextOf, openStage, type Stage } from './stage.ts';
import { button } from './steps.ts';

/** The last meeting is over, counting goes on until tomorrow. */
const now = after(10, 2);
const german = { locale: 'de' } as const;
let stage: Stage;
let world: World;
let lea: Viewer;
beforeAll(async () => {
	world = await courseWorld(4);
	lea = learnerOf(world, 0);
	stage = await openStage(now);
}, 120_000);
afterAll(async () => {
	await stage.close();
});

const own = () => `/c/${world.communityId}/records/me`;

async function asks(page: Page, requirement: string, words: string): Promise<void> {
	await page.goto(own());
	await page.getByText(m.records_ask({}, german), { exact: true }).click();
	await page.locator('select[name=requirement]').selectOption(requirement);
	await page.locator('textarea[name=words]').fill(words);
	await button(page, m.records_ask_send({}, german)).click();
	await page.getByText(m.records_exception_sent({}, german)).waitFor();
}

async function decides(page: Page, requirement: string, reason: string, granting: boolean): Promise<void> {
	const request = page.getByRole('article', { name: new RegExp(`${lea.name}, ${requirement}`) });
	await request.locator('textarea[name=reason]').fill(reason);
	const words = granting ? m.records_decide_grant({}, german) : m.records_decide_refuse({}, german);
	await request.getByRole('button', { name: words, exact: true }).click();
	await request.waitFor({ state: 'detached' });
}

test('a learner sees what is missing, asks, and the organiser grants one exception and refuses another', async () => {
	const learner = await contextOf(stage, lea);
	const page = await learner.newPage();
	const complaints = complaintsOf(page);
	await page.goto(own());
	expect(await page.locator('#requirement-meetings').innerText()).toContain(
		m.records_lacks_meetings({ count: 7 }, german),
	);
	await page.locator('#requirement-meetings summary').click();
	expect(await page.locator('#requirement-meetings details p').isVisible()).toBe(true);
	await asks(page, 'meetings', 'Ich war nach einem Unfall sechs Wochen in der Klinik.');
	await asks(page, 'shifts', 'In meiner Woche hatte ich leider keine Zeit dafür.');
	expect(await page.getByText(m.records_exception_pending({}, german)).count()).toBe(2);

	const office = await contextOf(stage, world.olga);
	const desk = await office.newPage();
	const wrong = complaintsOf(desk);
	await desk.goto(`/c/${world.communityId}/records`);
	await desk.getByText('sechs Wochen in der Klinik').waitFor();
	await decides(desk, m.requirement_meetings({}, german), 'Das Attest liegt mir vor.', true);
	await decides(desk, m.records_short_shifts({}, german), 'Die Schicht gehört zum Kern des Kurses.', false);
	await desk.getByText(m.records_decided({}, german)).waitFor();

	await page.reload();
	await page.getByText(m.records_exception_reason({ reason: 'Das Attest liegt mir vor.' }, german)).waitFor();
	await page.getByText('Die Schicht gehört zum Kern des Kurses.').waitFor();
	expect(await page.locator('#requirement-meetings').innerText()).toContain(m.records_excepted({}, german));
	expect(await page.locator('#exceptions').innerText()).toContain(m.records_exception_refused({}, german));
	expect(await page.getByText(m.access_requirements({}, german)).count()).toBe(1);
	expect([...complaints, ...wrong]).toEqual([]);
	await learner.close();
	await office.close();
}, 120_000);

test('without a script one answers the questions about a unit, and a missing answer is said at its field', async () => {
	const context = await contextOf(stage, lea, { javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(`/c/${world.communityId}/evaluation?sheet=unit-3`);
	const sheet = page.locator('form[action*=answer]');
	// What the browser itself would hold back is let through, to see what the server says.
	const answer = await page.request.post(`${stage.url}/c/${world.communityId}/evaluation?/answer&sheet=unit-3`, {
		form: { sheet: 'unit-3', 'answers.change': 'Mehr Zeit.' },
		headers: { origin: stage.url, accept: 'text/html' },
	});
	const told = await answer.text();
	expect(told).toContain(m.refusal_evaluation_choose({}, german));
	expect(told).toContain('Mehr Zeit.');
	await sheet.locator('[name="answers.useful"][value="4"]').check();
	await sheet.locator('textarea').fill('Mehr Zeit für die Gruppen.');
	await button(page, m.evaluation_send({}, german)).click();
	await page.getByText(m.evaluation_thanks({}, german)).waitFor();
	await context.close();
}, 60_000);

test('without a script one makes an address for one’s calendar that any calendar can read', async () => {
	const context = await contextOf(stage, lea, { javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto('/me/calendar');
	await button(page, m.calendar_open({}, german)).first().click();
	const address = await page.getByLabel(m.calendar_address({ name: m.calendar_all({}, german) }, german)).inputValue();
	const read = await fetch(stage.url + new URL(address).pathname);
	expect(read.headers.get('content-type')).toContain('text/calendar');
	expect((await read.text()).match(/BEGIN:VEVENT/g)).toHaveLength(11);
	expect((await fetch(`${stage.url}/calendar/wrong.ics`)).status).toBe(404);
	await context.close();
}, 60_000);

test('every page of these fits a narrow phone and keeps nobody out', async () => {
	const at = `/c/${world.communityId}`;
	const barriers: string[] = [];
	const looks = async (viewer: Viewer, language: Locale, paths: readonly string[]) => {
		const context = await contextOf(stage, viewer, { viewport: { width: 320, height: 800 }, language });
		const page = await context.newPage();
		const complaints = complaintsOf(page);
		for (const path of paths) {
			await page.goto(path);
			barriers.push(...(await barriersOn(page)));
		}
		expect(complaints).toEqual([]);
		await context.close();
	};
	await looks(lea, 'de', [own(), `${at}/evaluation`]);
	await looks(world.olga, 'en', [`${at}/records`, `${at}/records/${lea.userId}`, `${at}/evaluation`]);
	expect(barriers).toEqual([]);
}, 60_000);
