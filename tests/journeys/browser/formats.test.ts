import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { loadCoursePackage } from '#course/package/load.ts';
import { database } from '#platform/server/database.ts';
import { acceptApplication } from '#course/server/deciding.ts';
import { settleAll } from '#settle.ts';
import { m } from '#messages/messages.js';
import { does } from '../../cast.ts';
import { courseVersion } from '../../course-outline.ts';
import { applies, enrols, openedCohort } from '../../seats.ts';
import { barriersOn } from './barriers.ts';
import { clockAt, complaintsOf, contextOf, openStage, type Stage } from './stage.ts';
import { button, field, link } from './steps.ts';

/* A cohort in each delivery format, as its organiser opens it; and one’s own pace, as a learner sees it. */

const german = { locale: 'de' } as const;
const before = new Date('2026-08-02T08:00:00Z');
const complaints: string[][] = [];
let stage: Stage;
let cohort: Awaited<ReturnType<typeof openedCohort>>;

beforeAll(async () => {
	stage = await openStage(before);
	const content = await loadCoursePackage('content/course/community-manager');
	const courseVersionId = await courseVersion(content);
	cohort = await openedCohort({ courseVersionId, deliveryFormat: 'self-paced' });
	// the newest, which the form proposes
	await database.updateTable('courseVersion').set({ importedAt: before }).where('id', '=', courseVersionId).execute();
}, 120_000);
afterAll(async () => {
	await stage.close();
});

async function enters(viewer: Parameters<typeof contextOf>[1], options: Parameters<typeof contextOf>[2] = {}) {
	const context = await contextOf(stage, viewer, options);
	const page = await context.newPage();
	complaints.push(complaintsOf(page));
	return { page, context };
}

const textOf = async (page: Page) => (await page.getByRole('main').innerText()).replaceAll(/\s+/g, ' ');

test('the organiser looks at the dates of each format, opens a cohort in it and sees its timetable', async () => {
	const { page, context } = await enters(cohort.olga);
	const formats = [
		{ title: 'Online im Wochenrhythmus', dates: 11, says: [/Treffen 10 .*, online/] },
		{
			title: 'Online mit zwei Seminartagen',
			dates: 13,
			says: [/Seminartag 2: .*13:30.*, vor Ort/, /09:00 – 12:30 Uhr, vor Ort/],
		},
		{ title: 'In Präsenz', dates: 11, says: [/Treffen 3 .*09:00 – 15:30 Uhr, vor Ort/] },
		{
			title: 'Im eigenen Tempo mit fester Prüfung',
			dates: 3,
			says: [/Einheiten offen bis/, /Prüfung .*20. Januar 2027/],
		},
	];
	for (const [index, { title, dates, says }] of formats.entries()) {
		await page.goto('/cohorts/new');
		await page.getByRole('radio', { name: title }).check();
		await field(page, m.cohort_name({}, german)).fill(`Herbst ${index}`);
		await field(page, m.cohort_slug({}, german)).fill(`herbst-${index}`);
		await page.locator('[name=startDate]').fill('2026-11-09');
		await page.locator('[name=priceText]').fill('1.890 Euro');
		await button(page, m.cohort_preview_show({}, german)).click();
		await page.getByText(m.cohort_preview_title({}, german)).waitFor();
		expect(await page.locator('.dates li').count()).toBe(dates);
		const found = (await page.locator('.dates').innerText()).replaceAll(/\s+/g, ' ');
		for (const words of says) expect(found).toMatch(words);
		// What was typed is still there, and the place is asked for where there is one.
		expect(await field(page, m.cohort_name({}, german)).inputValue()).toBe(`Herbst ${index}`);
		const place = page.locator('[name=place]');
		if ((await place.count()) > 0) await place.fill('Haus am Ufer, Kassel');
		if (index === 1) expect(await barriersOn(page)).toEqual([]);
		await button(page, m.cohort_open({}, german)).click();
		await page.waitForURL(/\/cohorts\/[0-9a-f-]{36}$/);
		expect(await textOf(page)).toContain(title);
		await link(page, m.cohort_timetable({}, german)).first().click();
		await page.waitForURL(/\/timetable$/);
		const timetable = await textOf(page);
		expect(timetable.includes('vor Ort: Haus am Ufer, Kassel')).toBe(index === 1 || index === 2);
		expect(timetable.includes(m.timetable_pauses({}, german))).toBe(index !== 3);
		expect(await barriersOn(page)).toEqual([]);
	}
	await context.close();
	expect(complaints.flat()).toEqual([]);
}, 120_000);

test('at one’s own pace a learner sees units, own results and the day of the exam, and nothing of groups', async () => {
	for (const name of ['Anna', 'Bert']) {
		const applicationId = await applies(cohort.cohortId, name, before);
		await does(cohort.olga, before, acceptApplication, { applicationId });
	}
	const [anna] = [await enrols('Anna', before), await enrols('Bert', before)];
	const visitor = await enters(null);
	await visitor.page.goto('/courses/kohorte-1');
	const offer = await textOf(visitor.page);
	expect(offer).toContain('Im eigenen Tempo mit fester Prüfung');
	expect(offer).toContain('63 Stunden');
	expect(offer).toMatch(/Prüfung .*18. November 2026/);
	await visitor.context.close();
	const later = new Date('2026-09-08T08:00:00Z');
	await clockAt(later);
	await settleAll(later);
	const { page, context } = await enters(anna, { viewport: { width: 390, height: 844 } });
	await page.goto(`/c/${cohort.communityId}/week`);
	await page.getByRole('heading', { level: 1, name: /^Einheit 1: / }).waitFor();
	const week = await textOf(page);
	expect(week).toContain(m.week_own_task({}, german));
	expect(week).toContain('18. November 2026');
	for (const untrue of [m.week_group_task({}, german), m.week_leads({}, german), m.week_next_meeting({}, german)])
		expect(week).not.toContain(untrue);
	expect(week).not.toMatch(/(als|wie) geplant/);
	const rooms = await page
		.locator(`a[href^="/c/${cohort.communityId}/"]`)
		.evaluateAll((links) => links.map((each) => each.getAttribute('href')?.split('/').at(-1)));
	expect(rooms).toContain('units');
	expect(rooms).not.toContain('group');
	expect(await barriersOn(page)).toEqual([]);
	for (const [room, title, way, to] of [
		['group', m.error_no_groups_title({}, german), m.error_to_units({}, german), 'units'],
		['shift', m.error_no_shifts_title({}, german), m.error_to_talk({}, german), 'talk'],
	] as const) {
		const answer = await page.goto(`/c/${cohort.communityId}/${room}`);
		expect(answer?.status()).toBe(404);
		await page.getByRole('heading', { level: 1, name: title }).waitFor();
		await page.locator(`nav a[href="/c/${cohort.communityId}/week"]`).first().waitFor({ state: 'attached' });
		expect(await barriersOn(page)).toEqual([]);
		await page.getByRole('main').getByRole('link', { name: way }).click();
		await page.waitForURL(`/c/${cohort.communityId}/${to}`);
	}
	await page.goto(`/c/${cohort.communityId}/units/7`);
	await button(page, m.result_begin_own({}, german)).click();
	await page.waitForURL(/\/submissions\//);
	await page.goto(`/c/${cohort.communityId}/records/me`);
	const records = await textOf(page);
	expect(records).not.toContain(m.records_shifts({}, german));
	expect(records).not.toContain(m.records_results({}, german));
	expect(records).not.toContain(m.records_meetings_none({}, german));
	expect(await barriersOn(page)).toEqual([]);
	await context.close();
	const organiser = await enters(cohort.olga);
	await organiser.page.goto(`/cohorts/${cohort.cohortId}/learning-system`);
	expect(await textOf(organiser.page)).toContain(`/c/${cohort.communityId}/units/10`);
	expect(await barriersOn(organiser.page)).toEqual([]);
	const file = await organiser.page.request.get(`/cohorts/${cohort.cohortId}/learning-system/completion`);
	expect((await file.text()).split('\r\n').map((line) => line.split(',')[0])).toEqual(['name', 'Anna', 'Bert', '']);
	await organiser.context.close();
	expect(complaints.flat()).toEqual([]);
}, 120_000);
