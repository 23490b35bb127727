import { afterAll, beforeAll, expect, test } from 'vitest';
import { settleCohort } from '#course/server/settle.ts';
import { importPracticeCases } from '#exam/server/practice-cases.ts';
import { scheduleExam } from '#exam/server/schedule.ts';
import { settleExam } from '#exam/server/settle.ts';
import { assignExaminers } from '#exam/server/assigning.ts';
import { m } from '#messages/messages.js';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { viewerOfPerson } from '#identity/server/viewers.ts';
import { does } from '../../cast.ts';
import { allHandIn, allMark, coursePackage, paperOf, sentence } from '../../exam.ts';
import { after } from '../../learning.ts';
import { converse, tenUnits } from '../../ten-units.ts';
import { cohortWorld, meetingStart, type World } from '../../world.ts';
import { Keyboard } from './keyboard.ts';
import { clockAt, complaintsOf, contextOf, linkMailedTo, openStage, password, type Stage } from './stage.ts';

/*
 * The main journey, from the application to the certificate, by keyboard alone. What the others do, and what repeats
 * itself, goes through the verbs.
 */
const at = (iso: string) => new Date(iso);
const [august, planning, opens] = [at('2026-08-20T08:00:00Z'), at('2026-11-18T08:00:00Z'), at('2026-11-19T09:00:00Z')];
const [ends, released] = [at('2026-11-24T10:00:00Z'), at('2026-12-02T10:00:00Z')];
const email = 'jo.tastatur@example.org';
const complaints: string[] = [];
let stage: Stage;
let world: World;
let learner: Keyboard;
let jo: Viewer;
let examId: string;

const someone = async (viewer: Viewer | null): Promise<Keyboard> => {
	const page = await (await contextOf(stage, viewer)).newPage();
	const own = complaintsOf(page);
	page.on('close', () => complaints.push(...own));
	return new Keyboard(page);
};
const c = () => `/c/${world.communityId}`;

beforeAll(async () => {
	world = await cohortWorld({ learners: 7, content: await coursePackage });
	stage = await openStage(august);
	learner = await someone(null);
}, 120_000);
afterAll(async () => {
	await stage.close();
});

test('a visitor finds the course and applies', async () => {
	await learner.open('/courses');
	await learner.press('main a[href="/courses/kohorte-1"]');
	await learner.arrives(/^\/courses\/kohorte-1$/);
	await learner.press('main a[href$="/apply"]');
	await learner.arrives(/\/apply$/);
	await learner.type('[name=name]', 'Jo Tastatur');
	await learner.type('[name=email]', email);
	await learner.type('[name=motivation]', 'Ich leite ein Nachbarschaftsforum und kann keine Maus benutzen.');
	await learner.check('[type=checkbox]');
	await learner.press('main form button');
	await learner.page.getByText(m.application_sent_title({}, { locale: 'de' })).waitFor();
	await learner.open(await linkMailedTo(email, '/applications/verify'));
	await learner.press('main form button');
	await learner.arrives(/^\/applications\/[0-9a-f-]{36}/);
});

test('the organiser accepts', async () => {
	const olga = await someone(world.olga);
	await olga.open(`/cohorts/${world.cohortId}/applications`);
	await olga.press('form[action="?/accept"] button');
	await expect.poll(() => linkMailedTo(email, '/enrol/').catch(() => null), { timeout: 15_000 }).toContain('/enrol/');
	await olga.page.context().close();
});

test('the applicant takes the seat with a new account and the house rules', async () => {
	await learner.open(await linkMailedTo(email, '/enrol/'));
	await learner.type('[name=password]', password);
	await learner.check('[name=acceptsHouseRules]');
	await learner.check('[name=acceptsTerms]');
	await learner.press('main form button');
	await learner.arrives(/^\/c\/[0-9a-f-]{36}/);
	const { id } = await database.selectFrom('user').select('id').where('email', '=', email).executeTakeFirstOrThrow();
	const viewer = await viewerOfPerson(id);
	if (!viewer) throw new Error('no account');
	jo = viewer;
	world.learners.push(jo);
	// nine units as everybody goes through them
	await tenUnits(world, undefined, 9);
	await settleCohort(world.cohortId, after(9, 1));
	await converse(world, 10);
}, 60_000);

test('a companion moves people to another table, and the focus stays with whoever was moved', async () => {
	await clockAt(after(9, 19));
	const clara = await someone(world.clara);
	await clara.open(`${c()}/groups`);
	for (const left of [3, 2]) {
		const seats = clara.page.locator('.drawn [data-table="0"] [data-person]');
		const id = await seats.first().getAttribute('data-person');
		await seats.first().focus();
		for (const key of ['Space', 'ArrowRight', 'Enter']) await clara.page.keyboard.press(key);
		await expect.poll(() => seats.count()).toBe(left);
		await expect.poll(() => clara.page.locator(`.drawn [data-person="${id}"]:focus`).count()).toBe(1);
	}
	await clara.page
		.locator('.drawn')
		.getByText(m.groups_table_small({}, { locale: 'de' }))
		.waitFor();
	await clara.page.context().close();
});

test('in the tenth unit the learner starts a thread, finds it answered, and answers', async () => {
	await clockAt(after(9, 20));
	await learner.open(c());
	await learner.press(`a[href="${c()}/talk"]`);
	await learner.arrives(/\/talk$/);
	await learner.press('main a[href*="/threads/new"]');
	await learner.arrives(/\/threads\/new$/);
	await learner.to('[name=kind]');
	await learner.page.keyboard.press('ArrowDown');
	await learner.type('input[name=title]', 'Geht es ohne Maus?');
	await learner.type('textarea[name=body]', 'Ich habe zehn Wochen lang keine angefasst.');
	await learner.press('main form button:not([type=button])', 'Space');
	await learner.arrives(/\/threads\/[0-9a-f-]{36}$/);
	await learner.type('textarea[name=body]', 'Offenbar ja.');
	await learner.press('form[action="?/reply"] button:not([type=button])');
	await learner.page.getByRole('article').filter({ hasText: 'Offenbar ja.' }).waitFor();
});

test('the group’s result is begun, written and handed in', async () => {
	await learner.open(c());
	await learner.press(`a[href="${c()}/units"]`);
	await learner.arrives(/\/units$/);
	await learner.press(`main a[href="${c()}/units/10"]`);
	await learner.arrives(/\/units\/10$/);
	await learner.press('main form[action*="begin"] button, main a[href*="/submissions/"]');
	await learner.arrives(/\/submissions\/[0-9a-f-]{36}/);
	const sections = await learner.page.locator('textarea[name^="sections."]').count();
	for (let n = 0; n < sections; n++) {
		await learner.to('textarea[name^="sections."]');
		await learner.page.keyboard.type('Wir geben alles geordnet zurück.');
	}
	await learner.press('button[formaction="?/handIn"]');
	await expect
		.poll(
			() =>
				database
					.selectFrom('submission')
					.select('handedInAt')
					.where('unitNumber', '=', 10)
					.where('handedInAt', 'is not', null)
					.execute(),
			{ timeout: 15_000 },
		)
		.toHaveLength(1);
});

test('the companion gives feedback on it', async () => {
	const clara = await someone(world.clara);
	await clara.open(`${c()}/guidance`);
	await clara.press('main a[href*="/submissions/"]');
	await clara.arrives(/\/submissions\/[0-9a-f-]{36}/);
	const names = await clara.page
		.locator('form [type=radio]')
		.evaluateAll((all) => [...new Set(all.map((one) => (one as HTMLInputElement).name))]);
	for (const name of names) await clara.choose(name, 2);
	await clara.type('textarea[name=words]', 'Geordnet und freundlich; sagen Sie noch, wer danach antwortet.');
	await clara.press('form:has([name=words]) button:not([type=button])');
	await expect
		.poll(() => database.selectFrom('feedback').select('id').where('authorId', '=', world.clara.userId).execute(), {
			timeout: 15_000,
		})
		.toHaveLength(1);
	await clara.page.context().close();
});

test('at the last meeting the learner checks in', async () => {
	await clockAt(new Date(meetingStart(10).getTime() + 60_000));
	await learner.open(`${c()}/meetings`);
	await learner.press(`main a[href="${c()}/meetings/${world.meetings[10]}"]`);
	await learner.arrives(/\/meetings\/[0-9a-f-]{36}$/);
	await learner.press('form[action="?/checkIn"] button');
	await learner.page.locator('form[action="?/checkOut"]').waitFor();
	await settleCohort(world.cohortId, after(10, 25));
	await does(world.olga, planning, importPracticeCases, { cohortId: world.cohortId });
	const exam = await does(world.olga, planning, scheduleExam, {
		cohortId: world.cohortId,
		opensOn: '2026-11-19',
		opensAt: '10:00',
	});
	examId = exam.examId;
	await settleExam(examId, opens);
});

test('the exam’s papers are written, declared and handed in', async () => {
	await clockAt(new Date(opens.getTime() + 3600_000));
	for (const kind of ['group', 'case'] as const) {
		const paper = await paperOf(examId, jo, kind);
		await learner.open(`/exams/${examId}`);
		await learner.press(`a[href="/exams/${examId}/papers/${paper.id}"]`);
		await learner.arrives(new RegExp(paper.id));
		await learner.type('textarea[name=body]', sentence.repeat(3));
		const saved = learner.page.waitForResponse((response) => response.url().includes('?/save'));
		await learner.press('form[action^="?/save"] button');
		await saved;
		// once it is saved the focus leaves the button, as after every form
		await learner.page.waitForFunction(() => !document.activeElement?.closest('form[action^="?/save"] button'));
		await learner.check('[name=ownWork]');
		await learner.type('[name=aiUse]', 'keine');
		await learner.press('form[action="?/handIn"] button');
		await expect
			.poll(async () => (await paperOf(examId, jo, kind)).handedInAt !== null, { timeout: 15_000 })
			.toBe(true);
	}
	await allHandIn(world, examId);
	await settleExam(examId, ends);
	await does(world.olga, ends, assignExaminers, { examId });
}, 60_000);

test('an examiner marks a paper', async () => {
	await clockAt(ends);
	const desk = await database.selectFrom('marking').select('examinerId').executeTakeFirstOrThrow();
	const examiner = [world.edda, world.emil, world.esra].find(({ userId }) => userId === desk.examinerId) ?? null;
	const keys = await someone(examiner);
	await keys.open('/marking');
	await keys.press('main a[href^="/marking/"]');
	await keys.arrives(/^\/marking\/[0-9a-f-]{36}/);
	const names = await keys.page
		.locator('[data-criterion] [type=radio]')
		.evaluateAll((all) => [...new Set(all.map((one) => (one as HTMLInputElement).name))]);
	for (const name of names) await keys.choose(name, 2);
	await keys.type('[name=words]', 'Die Lage ist klar erfasst, und die Maßnahmen folgen daraus. Das Maß fehlt noch.');
	await keys.press('form[action="?/submit"] button:not([formaction])');
	await keys.arrives(/\?on$/);
	await keys.page.context().close();
	await allMark(world, examId, at('2026-11-26T10:00:00Z'), () => 75);
});

test('the results are released, and the learner opens the certificate', async () => {
	await clockAt(released);
	const olga = await someone(world.olga);
	await olga.open(`/cohorts/${world.cohortId}/exam`);
	await olga.type('form[action="?/release"] [name=words]', 'Danke für gründliche Arbeiten in diesen Tagen.');
	await olga.press('form[action="?/release"] button');
	await expect
		.poll(() => database.selectFrom('exam').select('releasedAt').where('releasedAt', 'is not', null).execute(), {
			timeout: 15_000,
		})
		.toHaveLength(1);
	await olga.page.context().close();
	await learner.open('/me/certificates');
	await learner.press('main a[href^="/certificates/"]:not([href*="pdf"])');
	await learner.arrives(/^\/certificates\/[0-9A-Z-]+$/);
});

test('a stranger types its number and reads that it is genuine', async () => {
	const { number } = await database
		.selectFrom('certificate')
		.select('number')
		.where('userId', '=', jo.userId)
		.executeTakeFirstOrThrow();
	const stranger = await someone(null);
	await stranger.open('/certificates');
	await stranger.type('[name=number]', number);
	await stranger.press('main form button');
	await stranger.arrives(new RegExp(number));
	await stranger.page.getByText('Jo Tastatur').first().waitFor();
	await stranger.page.context().close();
	await learner.page.context().close();
	expect(complaints).toEqual([]);
});
