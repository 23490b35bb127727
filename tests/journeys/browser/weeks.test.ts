import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { acceptHouseRules } from '#community/server/house-rules.ts';
import { loadCoursePackage } from '#course/package/load.ts';
import { acceptApplication } from '#course/server/deciding.ts';
import { assignStaff } from '#course/server/staff.ts';
import { settleAll } from '#settle.ts';
import { m } from '#messages/messages.js';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does, person } from '../../cast.ts';
import { courseVersion } from '../../course-outline.ts';
import { applies, enrols, mailsTo, openedCohort } from '../../seats.ts';
import { clockAt, complaintsOf, contextOf, openStage, type Stage } from './stage.ts';
import { button, link } from './steps.ts';

const german = { locale: 'de' } as const;
const names = ['Anton', 'Berta', 'Cem', 'Dora', 'Elif', 'Fritz', 'Greta', 'Hans'];
const before = new Date('2026-08-20T08:00:00Z');
const complaints: string[] = [];
const learners: Viewer[] = [];
let stage: Stage;
let cohort: Awaited<ReturnType<typeof openedCohort>>;
let clara: Viewer;
let home: string;
let meetings: { id: string; number: number; startsAt: Date; endsAt: Date }[];

beforeAll(async () => {
	stage = await openStage(before);
	const content = await loadCoursePackage('content/course/community-manager');
	cohort = await openedCohort({ courseVersionId: await courseVersion(content) });
	home = `/c/${cohort.communityId}`;
	clara = await person('clara');
	await does(cohort.olga, before, assignStaff, { cohortId: cohort.cohortId, email: clara.email, role: 'companion' });
	await does(clara, before, acceptHouseRules, { communityId: cohort.communityId, version: 1 });
	for (const name of names) {
		const applicationId = await applies(cohort.cohortId, name, before);
		await does(cohort.olga, before, acceptApplication, { applicationId });
		learners.push(await enrols(name, before));
	}
	await readMeetings();
	await goTo(new Date(meeting(0).endsAt.getTime() + 20 * 3_600_000));
}, 180_000);
afterAll(async () => {
	await stage.close();
});

async function readMeetings(): Promise<void> {
	const rows = await database
		.selectFrom('meeting')
		.select(['id', 'number', 'startsAt', 'endsAt'])
		.where('communityId', '=', cohort.communityId)
		.where('number', 'is not', null)
		.orderBy('number')
		.execute();
	meetings = rows.map((row) => ({ ...row, number: row.number ?? 0 }));
}

function meeting(number: number) {
	const found = meetings.find((one) => one.number === number);
	if (!found) throw new Error(`no meeting ${number}`);
	return found;
}

async function goTo(at: Date): Promise<void> {
	await clockAt(at);
	await settleAll(at);
}

async function enters(viewer: Viewer): Promise<{ page: Page; context: BrowserContext }> {
	const context = await contextOf(stage, viewer);
	const page = await context.newPage();
	const own = complaintsOf(page);
	context.on('close', () => complaints.push(...own));
	return { page, context };
}

/** Who is in which group of a unit, group after group. */
async function groupsOf(unit: number): Promise<Viewer[][]> {
	const rows = await database
		.selectFrom('learningGroup as g')
		.innerJoin('learningGroupMember as m', 'm.learningGroupId', 'g.id')
		.select(['g.position', 'm.userId'])
		.where('g.cohortId', '=', cohort.cohortId)
		.where('g.unitNumber', '=', unit)
		.where('m.leftAt', 'is', null)
		.orderBy('g.position')
		.orderBy('m.userId')
		.execute();
	const groups: Viewer[][] = [];
	for (const { position, userId } of rows) {
		const member = learners.find((one) => one.userId === userId);
		if (member) groups[position] = [...(groups[position] ?? []), member];
	}
	return groups;
}

function memberOf(groups: Viewer[][], group: number, place: number): Viewer {
	const found = groups[group]?.[place];
	if (!found) throw new Error(`nobody at place ${place} of group ${group}`);
	return found;
}

const shiftsOf = (unit: number) =>
	database
		.selectFrom('shift')
		.select(['id', 'userId'])
		.where('communityId', '=', cohort.communityId)
		.where('unitNumber', '=', unit)
		.where('removedAt', 'is', null)
		.execute();

const viewerOf = (userId: string | undefined): Viewer => {
	const found = learners.find((one) => one.userId === userId);
	if (!found) throw new Error('nobody holds that shift');
	return found;
};

test('a learner announces to be away, which the companion sees and other learners do not', async () => {
	const [anton, berta] = [viewerOf(learners[0]?.userId), viewerOf(learners[1]?.userId)];
	const { page, context } = await enters(anton);
	await page.goto(`${home}/absences`);
	await page.locator('[name=fromDate]').fill('2026-10-12');
	await page.locator('[name=toDate]').fill('2026-10-12');
	await page.getByLabel(m.absence_reason({}, german)).fill('Ich bin auf einer Messe.');
	await button(page, m.absence_announce({}, german)).click();
	await page.getByText(m.absence_announced({}, german)).waitFor();
	await context.close();
	for (const [viewer, seen] of [
		[clara, true],
		[berta, false],
	] as const) {
		const reading = await enters(viewer);
		await reading.page.goto(`${home}/absences`);
		expect((await reading.page.getByRole('main').innerText()).includes('Anton')).toBe(seen);
		await reading.context.close();
	}
}, 60_000);

test('two learners swap their shifts', async () => {
	const later = await Promise.all([shiftsOf(3), shiftsOf(5)]);
	const offered = later[0][0];
	const wanted = later[1].find(({ userId }) => !later[0].some((one) => one.userId === userId));
	const [asking, asked] = [viewerOf(offered?.userId), viewerOf(wanted?.userId)];
	const { page, context } = await enters(asking);
	await page.goto(`${home}/week`);
	await link(page, m.week_shift_plan({}, german)).click();
	await page.getByText(m.shift_swap_ask({}, german)).click();
	await page.locator('[name=shiftId]').selectOption(offered?.id ?? '');
	await page.locator('[name=wantedShiftId]').selectOption(wanted?.id ?? '');
	await button(page, m.shift_swap_send({}, german)).click();
	await page.getByText(m.shift_swap_sent({}, german)).waitFor();
	await context.close();
	const answering = await enters(asked);
	await answering.page.goto(`${home}/shift`);
	await button(answering.page, m.shift_swap_agree({}, german)).click();
	await answering.page.getByText(m.shift_swap_answered({}, german)).waitFor();
	await answering.context.close();
	expect((await shiftsOf(3)).map(({ userId }) => userId)).toContain(asked.userId);
	expect((await shiftsOf(5)).map(({ userId }) => userId)).toContain(asking.userId);
}, 60_000);

test('the organiser moves a meeting, and everybody is told', async () => {
	const { page, context } = await enters(cohort.olga);
	await page.goto(`/cohorts/${cohort.cohortId}/timetable`);
	await page.getByText(m.timetable_move({ meeting: m.course_meeting({ number: 2 }, german) }, german)).click();
	await page.locator('#date-2').fill('2026-09-22');
	await page.locator('#reason-2').fill('Der Raum ist belegt.');
	await page
		.locator('form', { has: page.locator('#date-2') })
		.getByRole('button')
		.click();
	await expect
		.poll(async () => (await page.getByRole('main').innerText()).includes('22. Sept'), { timeout: 10_000 })
		.toBe(true);
	await context.close();
	await expect.poll(() => mailsTo('berta@example.org'), { timeout: 10_000 }).toContain('meeting_moved');
	await readMeetings();
	expect(meeting(2).startsAt.toISOString()).toBe('2026-09-22T15:00:00.000Z');
}, 60_000);

test('a group writes its result; saving over somebody else’s newer words is refused and shows both; it is handed in', async () => {
	const groups = await groupsOf(1);
	const [one, other] = [memberOf(groups, 0, 0), memberOf(groups, 0, 1)];
	const first = await enters(one);
	await first.page.goto(`${home}/units/1`);
	await button(first.page, m.result_begin({}, german)).first().click();
	await first.page.waitForURL(/\/submissions\//);
	const second = { ...(await enters(other)) };
	await second.page.goto(first.page.url());
	await first.page.locator('textarea').first().fill('Wir begrüßen jede Person mit Namen.');
	await button(first.page, m.result_save({}, german)).click();
	await first.page.getByText(m.result_saved({}, german)).waitFor();
	await second.page.locator('textarea').first().fill('Wir begrüßen niemanden.');
	const quiet = complaints.length;
	await button(second.page, m.result_save({}, german)).click();
	await second.page.getByText('Wir begrüßen jede Person mit Namen.').first().waitFor();
	expect(await second.page.locator('textarea').first().inputValue()).toBe('Wir begrüßen niemanden.');
	await second.context.close();
	// the refusal is an answer with an error's status, which the browser notes
	complaints.length = quiet;
	await button(first.page, m.result_hand_in({}, german)).click();
	await first.page.getByRole('heading', { name: m.talk_revision({ number: 1 }, german) }).waitFor();
	await first.context.close();
}, 60_000);

test('the acting manager writes the handover note', async () => {
	const [shift] = await shiftsOf(1);
	const { page, context } = await enters(viewerOf(shift?.userId));
	await page.goto(`${home}/shift`);
	await page.locator('textarea[name=note]').first().fill('Zwei Fragen sind offen, beide im Bereich „Fragen an alle“.');
	await button(page, m.shift_handover_save({}, german)).first().click();
	await page.getByText(m.shift_handover_saved({}, german)).waitFor();
	await context.close();
}, 60_000);

test('in the meeting people check in, and the companion’s timer stands alike in two browsers', async () => {
	await goTo(new Date(meeting(1).startsAt.getTime() + 60_000));
	const address = `${home}/meetings/${meeting(1).id}`;
	const [leading, sitting] = [await enters(clara), await enters(viewerOf(learners[2]?.userId))];
	await sitting.page.goto(address);
	await button(sitting.page, m.meet_check_in({}, german)).click();
	await button(sitting.page, m.meet_check_out({}, german)).waitFor();
	await leading.page.goto(address);
	await leading.page
		.locator('form[action="?/start"]')
		.getByRole('button', { name: /^Weiter|^Beginn|:/ })
		.last()
		.click();
	for (const { page } of [leading, sitting]) await page.getByRole('timer').waitFor();
	const figures = await Promise.all(
		[leading, sitting].map(({ page }) => page.getByRole('timer').locator('.figure').innerText()),
	);
	const seconds = figures.map((figure) => {
		const [minutes = 0, rest = 0] = figure.split(':').map(Number);
		return minutes * 60 + rest;
	});
	expect(Math.abs((seconds[0] ?? 0) - (seconds[1] ?? 99))).toBeLessThanOrEqual(1);
	await leading.context.close();
	await sitting.context.close();
}, 60_000);

test('after it new groups stand, and a learner gives another group feedback from the week’s page', async () => {
	const seated = await groupsOf(1);
	await goTo(new Date(meeting(1).endsAt.getTime() + 3_600_000));
	const again = await groupsOf(2);
	expect(
		again
			.flat()
			.map(({ userId }) => userId)
			.toSorted(),
	).toEqual(learners.map(({ userId }) => userId).toSorted());
	const { page, context } = await enters(memberOf(seated, 1, 0));
	await page.goto(`${home}/week`);
	await page.getByRole('main').locator('a[href*="/submissions/"]').first().click();
	await page.locator('textarea[name=words]').fill('Der erste Satz sagt, worum es geht. Das hilft.');
	await button(page, m.feedback_send({}, german)).click();
	await page.getByText(m.feedback_thanks({}, german)).waitFor();
	await context.close();
}, 60_000);

test('nothing of that made the browser complain', () => {
	expect(complaints).toEqual([]);
});
