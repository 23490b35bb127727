import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { settleCohort } from '#course/server/settle.ts';
import { assignExaminers } from '#exam/server/assigning.ts';
import { settleExam } from '#exam/server/settle.ts';
import { m } from '#messages/messages.js';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does, person } from '../../cast.ts';
import { afterwards, allHandIn, deadline, examinedWorld, opening, paperOf, scheduled, sentence } from '../../exam.ts';
import { after, courseWorld, learnerOf } from '../../learning.ts';
import { kickOff, meetingEnd, meetingStart, type World } from '../../world.ts';
import { barriersOn } from './barriers.ts';
import { clockAt, contextOf, linkMailedTo, openStage, password, type Stage } from './stage.ts';
import { acceptsHouseRules } from './steps.ts';

// Every form is a form: what course, exam and administration need can be done in a browser without any script.
const german = { locale: 'de' } as const;
let stage: Stage;
let ada: Viewer;
beforeAll(async () => {
	ada = await person('ada', { administrator: true });
	stage = await openStage(kickOff);
}, 120_000);
afterAll(async () => {
	await stage.close();
});

const pageOf = async (viewer: Viewer | null): Promise<Page> =>
	(await contextOf(stage, viewer, { javaScriptEnabled: false })).newPage();
const send = (page: Page, action: string) => page.locator(`form[action^="?/${action}"] button`).first().click();

test('the administrator invites somebody, who takes the invitation up, and sets up an organisation', async () => {
	const page = await pageOf(ada);
	await page.goto('/admin/invitations');
	await page.locator('[name=email]').fill('nina@example.org');
	await page.locator('form:has([name=email]) button').click();
	await page.getByRole('main').getByText('nina@example.org').first().waitFor();
	const guest = await pageOf(null);
	const invitation = await linkMailedTo('nina@example.org', '/invitations/');
	const withScripts = await (await contextOf(stage, null)).newPage();
	await withScripts.goto(invitation);
	expect(await barriersOn(withScripts)).toEqual([]);
	await guest.goto(invitation);
	await guest.locator('[name=name]').fill('Nina Neu');
	await guest.locator('[name=password]').fill(password);
	await guest.locator('form:has([name=password]) button').click();
	await guest.waitForURL((url) => !url.pathname.startsWith('/invitations'));
	await page.goto('/admin/people?search=Nina');
	await page.getByRole('link', { name: 'Nina Neu' }).click();
	await page.getByRole('heading', { name: 'Nina Neu', level: 1 }).waitFor();
	await page.goto('/admin/organisations');
	await page.locator('[name=name]').fill('Werkstatt Nord');
	await page.locator('[name=slug]').fill('werkstatt-nord');
	await page.locator('form:has([name=slug]) button').click();
	await page.getByText('Werkstatt Nord').first().waitFor();
	await guest.context().close();
	await page.context().close();
}, 60_000);

test('groups are settled, one checks in, another is recorded, minutes are written, a result is handed in, staff is assigned', async () => {
	const world: World = await courseWorld(8);
	const here = `/c/${world.communityId}`;
	await clockAt(kickOff);
	await database.updateTable('cohort').set({ dueAt: kickOff }).where('id', '=', world.cohortId).execute();
	const clara = await pageOf(world.clara);
	await clara.goto(`${here}/groups`);
	await clara.locator('details:has(form[action^="?/seat"]) summary').click();
	const person = clara.locator('form[action^="?/seat"]:not([hidden]) [name=userId]');
	await person.selectOption(learnerOf(world, 0).userId);
	await clara.locator('form[action^="?/seat"]:not([hidden]) [name=table]').selectOption('1');
	const seats = clara.locator('form[action^="?/seat"]:not([hidden])');
	const plan = () =>
		database.selectFrom('groupPlan').select('version').where('cohortId', '=', world.cohortId).execute();
	await seats.locator('button[formaction="?/price"]').click();
	await clara.getByText(m.groups_price_told({ cost: '±0' }, german)).waitFor();
	expect(await plan()).toEqual([]);
	expect(await person.inputValue()).toBe(learnerOf(world, 0).userId);
	await seats.locator('button:not([formaction])').click();
	await expect.poll(plan).toEqual([{ version: 1 }]);
	await send(clara, 'fix');
	await expect
		.poll(() => database.selectFrom('learningGroup').select('id').where('cohortId', '=', world.cohortId).execute())
		.not.toEqual([]);
	await settleCohort(world.cohortId, meetingEnd(0));

	await clockAt(after(0, 30));
	const lea = await pageOf(learnerOf(world, 0));
	await lea.goto(`${here}/units/1`);
	await lea.locator('form[action^="?/begin"] button').first().click();
	await lea.waitForURL(/\/submissions\//);
	for (const section of await lea.locator('textarea[name^="sections."]').all()) await section.fill('Unser Rollenbild.');
	await lea.locator('button[formaction="?/handIn"]').click();
	await lea.getByText(m.result_thanks({}, german)).waitFor();

	await clockAt(new Date(meetingStart(1).getTime() + 60_000));
	await lea.goto(`${here}/meetings/${world.meetings[1]}`);
	await send(lea, 'checkIn');
	await lea.locator('form[action="?/checkOut"]').waitFor();
	await clara.goto(`${here}/meetings/${world.meetings[1]}`);
	await clara.locator('textarea[name=minutes]').fill('Vier Rollenbilder, ein Streit um das Wort Gastgeber.');
	await clara.locator('form:has(textarea[name=minutes]) button').click();
	await clara.goto(`${here}/meetings/${world.meetings[1]}`);
	await clara.getByText('ein Streit um das Wort Gastgeber').first().waitFor();
	await clara.locator('summary', { hasText: m.meet_record({}, german) }).click();
	const second = clara.locator(`[name="people[]"][value="${learnerOf(world, 1).userId}"]`);
	expect(await clara.locator(`[name="people[]"][value="${learnerOf(world, 0).userId}"]`).count()).toBe(0);
	await second.check();
	await clara.locator('[name=until]').fill('03:00');
	await send(clara, 'record');
	await clara.locator('#until-error').waitFor();
	expect([await second.isChecked(), await clara.locator('[name=until]').inputValue()]).toEqual([true, '03:00']);
	await clara.locator('[name=until]').fill('');
	await send(clara, 'record');
	await clara.getByText(m.meet_recorded({}, german)).waitFor();
	await clara
		.getByRole('listitem')
		.filter({ hasText: m.meet_recorded_by_companion({}, german) })
		.first()
		.waitFor();

	const olga = await pageOf(world.olga);
	await olga.goto(`/cohorts/${world.cohortId}/staff`);
	await olga.locator('[name=email]').fill(ada.email);
	await olga.locator('[name=role][value=companion]').check();
	await olga.locator('form:has([name=email]) button').click();
	await olga.getByText(ada.name).first().waitFor();
	const guide = await pageOf(ada);
	await acceptsHouseRules(guide, world.communityId, german);
	for (const page of [clara, lea, olga, guide]) await page.context().close();
}, 90_000);

test('a paper is written and handed in, and an examiner marks it', async () => {
	const world = await examinedWorld({ learners: 4 });
	const lea = learnerOf(world, 0);
	const examId = await scheduled(world);
	await settleExam(examId, opening);
	await clockAt(new Date(opening.getTime() + 3600_000));
	const { id } = await paperOf(examId, lea, 'case');
	const writer = await pageOf(lea);
	await writer.goto(`/exams/${examId}/papers/${id}`);
	await writer.locator('textarea[name=body]').first().fill(sentence.repeat(4));
	await send(writer, 'save');
	expect(await writer.locator('textarea[name=body]').first().inputValue()).toContain('sterbende Community');
	await send(writer, 'handIn');
	await writer.locator('[name=ownWork][aria-invalid=true]').waitFor();
	await writer.locator('[name=ownWork]').check();
	await writer.locator('[name=aiUse]').fill('keine');
	await send(writer, 'handIn');
	await writer.getByText(m.paper_received({}, german)).waitFor();
	await writer.context().close();

	await allHandIn(world, examId);
	await settleExam(examId, deadline);
	await does(world.olga, afterwards, assignExaminers, { examId });
	await clockAt(afterwards);
	const desk = await database
		.selectFrom('marking')
		.select(['id', 'examinerId'])
		.where('paperId', '=', id)
		.executeTakeFirstOrThrow();
	const examiner = [world.edda, world.emil, world.esra].find(({ userId }) => userId === desk.examinerId) ?? null;
	const page = await pageOf(examiner);
	await page.goto(`/marking/${desk.id}`);
	await page.locator('form[action="?/submit"] button:not([formaction])').click();
	await page.locator('fieldset.wrong').first().waitFor();
	for (const criterion of await page.locator('[data-criterion]').all())
		await criterion.locator('[type=radio]').nth(2).check();
	await page.locator('[name=words]').fill('Die Lage ist klar erfasst, und die Maßnahmen folgen daraus.');
	await page.locator('form[action="?/submit"] button:not([formaction])').click();
	await page.waitForURL(/\?(on|in)$/);
	const mark = await database
		.selectFrom('marking')
		.select('submittedAt')
		.where('id', '=', desk.id)
		.executeTakeFirstOrThrow();
	expect(mark.submittedAt).not.toBeNull();
	await page.context().close();
}, 90_000);
