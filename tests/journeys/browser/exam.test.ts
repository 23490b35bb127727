import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { releaseResults } from '#credentials/server/release.ts';
import { settleCohort } from '#course/server/settle.ts';
import { courseExamOfCohort } from '#exam/server/exam-rules.ts';
import { declineAutomaticHandIn, handInPaper } from '#exam/server/hand-in.ts';
import { markingList } from '#exam/server/marking-page.ts';
import { submitMark } from '#exam/server/marks.ts';
import { scheduleRetake } from '#exam/server/schedule.ts';
import { saveSection } from '#exam/server/sections.ts';
import { settleExam } from '#exam/server/settle.ts';
import { assignExaminers } from '#exam/server/assigning.ts';
import { m } from '#messages/messages.js';
import { database } from '#platform/server/database.ts';
import type { Locale, Viewer } from '#platform/viewer.ts';
import { does } from '../../cast.ts';
import {
	coursePackage,
	declaration,
	examinedWorld,
	marked,
	opening,
	paperOf,
	scheduled,
	sentence,
	words as praise,
	allHandIn,
} from '../../exam.ts';
import { after, learnerOf } from '../../learning.ts';
import { mailsTo } from '../../seats.ts';
import { exception, tenUnits } from '../../ten-units.ts';
import { cohortWorld, type World } from '../../world.ts';
import { barriersOn } from './barriers.ts';
import { clockAt, complaintsOf, contextOf, openStage, type Stage } from './stage.ts';
import { button, field, link } from './steps.ts';

/*
 * The exam opens on Wednesday, 23 December 2026, 10:00 in Berlin. Christmas Day, the weekend and nothing else lies in
 * between: the third working day is Tuesday, 29 December.
 */
const august = new Date('2026-08-20T08:00:00Z');
const planning = new Date('2026-12-21T09:00:00Z');
const opens = new Date('2026-12-23T09:00:00Z');
const at = (iso: string) => new Date(iso);
const ends = at('2026-12-29T09:00:00Z');
const german = { locale: 'de' } as const;
const english = { locale: 'en' } as const;
/** What the browser says of a form that was answered with a reason. */
const refused = /status of 4(09|22)/;
const complaints: string[] = [];
let stage: Stage;

beforeAll(async () => {
	stage = await openStage(august);
}, 120_000);
afterAll(async () => {
	await stage.close();
});

async function pageFor(viewer: Viewer | null, language: Locale = 'de'): Promise<Page> {
	const context = await contextOf(stage, viewer, { language });
	const page = await context.newPage();
	const own = complaintsOf(page);
	context.on('close', () => complaints.push(...own.filter((complaint) => !refused.test(complaint))));
	return page;
}

/** Opens an address and waits until its scripts have taken over, which is when they take over scrolling. */
async function visits(page: Page, path: string): Promise<void> {
	await page.goto(path);
	await page.waitForFunction(() => history.scrollRestoration === 'manual');
}

/** Nothing on the page keeps anybody out, by day and in the evening. */
async function accessible(page: Page): Promise<void> {
	expect(await barriersOn(page)).toEqual([]);
}

const sections = (page: Page) => page.locator('textarea[name=body]');

/** Writes into the n-th section, from 0, and saves it. */
async function writes(page: Page, text: string, n = 0): Promise<void> {
	const section = page
		.locator('section')
		.filter({ has: page.locator('textarea[name=body]') })
		.nth(n);
	await section.locator('textarea').fill(text);
	const saved = page.waitForResponse((response) => response.url().includes('?/save'));
	await section.getByRole('button').first().click();
	await saved;
	await page.locator('[data-unsaved]').waitFor({ state: 'detached' });
}

async function handsIn(page: Page, group: boolean, words: { locale: Locale }): Promise<void> {
	await page.locator('[name=ownWork]').check();
	await field(page, m.paper_ai_use({}, words)).fill(words.locale === 'de' ? 'keine' : 'none');
	await button(page, group ? m.paper_hand_in_group({}, words) : m.paper_hand_in_own({}, words)).click();
}

/** Marks what waits on a desk, by verb. */
async function marks(world: World, examiner: Viewer, now: Date, level: (paperId: string) => number): Promise<void> {
	const course = await courseExamOfCohort(database, world.cohortId);
	const { markings } = await does(examiner, now, markingList, {});
	for (const marking of markings) {
		if (marking.submittedAt) continue;
		const chosen = level(marking.paperId);
		const levels = course.papers[marking.kind].criteria.map(({ id }) => [id, chosen]);
		await does(examiner, now, submitMark, {
			markingId: marking.markingId,
			levels: Object.fromEntries(levels),
			words: praise,
		});
	}
}

describe('an exam over Christmas, in German', () => {
	let world: World;
	let lea: Viewer;
	let mia: Viewer;
	let examId: string;
	let leaPage: Page;
	let olgaPage: Page;
	let groupPaper: string;
	let split: string;
	const failing = 5;
	const writer = (index: number) => learnerOf(world, index);
	/** Somebody who writes the group's paper together with this person. */
	const mateOf = async (exam: string, { userId }: Viewer): Promise<Viewer> => {
		const { learningGroupId } = await database
			.selectFrom('examCandidate')
			.select('learningGroupId')
			.where('examId', '=', exam)
			.where('userId', '=', userId)
			.executeTakeFirstOrThrow();
		return inGroup(exam, learningGroupId, userId);
	};
	const inGroup = async (exam: string, learningGroupId: string | null, without = ''): Promise<Viewer> => {
		const members = await database
			.selectFrom('examCandidate')
			.select('userId')
			.where('examId', '=', exam)
			.where('learningGroupId', '=', learningGroupId)
			.execute();
		const found = world.learners.find(
			(learner) => learner.userId !== without && members.some(({ userId }) => userId === learner.userId),
		);
		if (!found) throw new Error('nobody in the group');
		return found;
	};
	const paperAt = (paper: string) => `/exams/${examId}/papers/${paper}`;

	beforeAll(async () => {
		world = await cohortWorld({ learners: 9, content: await coursePackage });
		const rarely = (learner: number, meeting: number) => learner >= 7 && meeting <= 4;
		await tenUnits(world, (learner, meeting) => rarely(learner, meeting) || learner + 5 === meeting);
		await exception(world, 8, 'meetings', true);
		await exception(world, 7, 'meetings', false);
		await settleCohort(world.cohortId, after(10, 24));
		await clockAt(planning);
		lea = writer(0);
		olgaPage = await pageFor(world.olga);
	}, 240_000);

	test('the organiser sees who may sit it, is told that Saturday is no working day, and schedules it', async () => {
		await visits(olgaPage, `/cohorts/${world.cohortId}/exam`);
		await olgaPage.getByRole('heading', { name: m.organiser_eligible({ count: 8 }, german) }).waitFor();
		await olgaPage.getByText(m.organiser_not_eligible_are({ names: writer(7).name }, german)).waitFor();
		await button(olgaPage, m.organiser_import({}, german)).click();
		await button(olgaPage, m.organiser_import({}, german)).waitFor({ state: 'detached' });
		await olgaPage.getByLabel(m.organiser_opens_on({}, german)).fill('2026-12-26');
		await button(olgaPage, m.organiser_days_show({}, german)).click();
		await olgaPage.locator('[name=opensOn][aria-invalid=true]').waitFor();
		await olgaPage.getByLabel(m.organiser_opens_on({}, german)).fill('2026-12-23');
		await button(olgaPage, m.organiser_days_show({}, german)).click();
		await olgaPage.getByText(/25\. Dezember \(.*Weihnachtstag\)/).waitFor();
		await accessible(olgaPage);
		await button(olgaPage, m.organiser_schedule({}, german)).click();
		await olgaPage.getByText(m.organiser_done_scheduled({}, german)).waitFor();
		const exam = await database
			.selectFrom('exam')
			.selectAll()
			.where('cohortId', '=', world.cohortId)
			.executeTakeFirstOrThrow();
		examId = exam.id;
		expect(exam.endsAt).toEqual(ends);
	});

	test('before the opening a learner reads how the days count, and finds neither case nor papers', async () => {
		leaPage = await pageFor(lea);
		await visits(leaPage, `/exams/${examId}`);
		await leaPage.getByText(/25\. Dezember \(.*Weihnachtstag\), Samstag, 26\. Dezember/).waitFor();
		expect(await leaPage.locator('#case').count()).toBe(0);
		await accessible(leaPage);
	});

	test('a group saves one section twice: the later one is refused and both stand there, then one text is saved', async () => {
		await clockAt(at('2026-12-23T10:00:00Z'));
		await settleExam(examId, opens);
		groupPaper = (await paperOf(examId, lea, 'group')).id;
		mia = await mateOf(examId, lea);
		await visits(leaPage, `/exams/${examId}`);
		await link(leaPage, m.exam_kind_group({}, german)).click();
		await leaPage.waitForURL(new RegExp(groupPaper));
		const miaPage = await pageFor(mia);
		await visits(miaPage, paperAt(groupPaper));
		await sections(miaPage).first().fill('Mia fragt zuerst die Stillen.');
		await writes(leaPage, 'Lea fragt zuerst die Verbindenden.');
		await leaPage
			.getByText(new RegExp(`Gesichert .*, ${lea.name}`))
			.first()
			.waitFor();
		await miaPage.locator('section').first().getByRole('button').first().click();
		const conflict = miaPage.getByText(m.paper_conflict({ name: lea.name }, german));
		await conflict.waitFor();
		await miaPage.locator('.theirs').getByText('Lea fragt zuerst die Verbindenden.').waitFor();
		expect(await sections(miaPage).first().inputValue()).toBe('Mia fragt zuerst die Stillen.');
		await accessible(miaPage);
		await sections(miaPage).first().fill('Wir fragen zuerst die Verbindenden, dann die Stillen.');
		await miaPage.locator('section').first().getByRole('button').first().click();
		await conflict.waitFor({ state: 'detached' });
		// and the other sees it without asking
		await expect.poll(() => sections(leaPage).first().inputValue(), { timeout: 15_000 }).toContain('dann die Stillen');
		await miaPage.context().close();
	});

	test('over two pages it is refused with the reason; shortened it arrives, and the others get mail', async () => {
		await writes(leaPage, sentence.repeat(150), 1);
		await leaPage.getByText(m.paper_over_hard({}, german)).first().waitFor();
		await handsIn(leaPage, true, german);
		await leaPage
			.getByRole('alert')
			.getByText('höchstens 2 sind erlaubt')
			.or(leaPage.getByText(/höchstens 2 sind erlaubt/))
			.first()
			.waitFor();
		await writes(leaPage, sentence.repeat(12), 1);
		await leaPage.getByText(m.paper_over_hard({}, german)).first().waitFor({ state: 'detached' });
		await handsIn(leaPage, true, german);
		await leaPage.getByText(m.paper_received({}, german)).waitFor();
		await leaPage.getByText(m.receipt_when({}, german), { exact: true }).waitFor();
		await accessible(leaPage);
		await expect.poll(() => mailsTo(mia.email), { timeout: 15_000 }).toContain('paper_by_other');
	});

	test('an individual paper is written and handed in alone; what the others write comes by their own hands', async () => {
		const { id } = await paperOf(examId, lea, 'case');
		await visits(leaPage, paperAt(id));
		await writes(leaPage, sentence.repeat(10));
		await handsIn(leaPage, false, german);
		await leaPage.getByText(m.paper_received({}, german)).waitFor();
		const now = at('2026-12-28T10:00:00Z');
		await clockAt(now);
		const papers = await database.selectFrom('paper').selectAll().where('examId', '=', examId).execute();
		const [late, byItself] = [
			(await paperOf(examId, writer(2), 'case')).id,
			(await paperOf(examId, writer(3), 'case')).id,
		];
		for (const paper of papers.filter(({ handedInAt }) => !handedInAt)) {
			const author =
				world.learners.find(({ userId }) => userId === paper.userId) ?? (await inGroup(examId, paper.learningGroupId));
			const [first] = await database.selectFrom('paperSection').selectAll().where('paperId', '=', paper.id).execute();
			const section = { paperId: paper.id, sectionId: first?.sectionId, version: 0 };
			await does(author, now, saveSection, { ...section, body: sentence.repeat(8) });
			if (paper.id === late) await does(author, now, declineAutomaticHandIn, { paperId: late, declined: true });
			else if (paper.id !== byItself) await does(author, now, handInPaper, { paperId: paper.id, ...declaration });
		}
	}, 60_000);

	test('a second after the deadline nothing is accepted any more, and a draft has come in by itself', async () => {
		await clockAt(at('2026-12-29T08:59:30Z'));
		const person = writer(2);
		const page = await pageFor(person);
		await visits(page, paperAt((await paperOf(examId, person, 'case')).id));
		await page.locator('[name=ownWork]').check();
		await field(page, m.paper_ai_use({}, german)).fill('keine');
		await clockAt(at('2026-12-29T09:00:01Z'));
		await button(page, m.paper_hand_in_own({}, german)).click();
		await page.getByText(/Die Frist ist am Dienstag, 29\. Dezember.* abgelaufen/).waitFor();
		await page.context().close();
		const { handedInAt, automatic } = await paperOf(examId, writer(3), 'case');
		expect({ handedInAt, automatic }).toEqual({ handedInAt: ends, automatic: true });
		expect((await paperOf(examId, person, 'case')).handedInAt).toBeNull();
	});

	test('the organiser lays the papers on the desks', async () => {
		await visits(olgaPage, `/cohorts/${world.cohortId}/exam`);
		await olgaPage.locator('form[action="?/assign"] button').click();
		await olgaPage.getByText(m.organiser_done_assigned({}, german)).waitFor();
		await olgaPage.getByRole('heading', { name: m.organiser_papers({}, german) }).waitFor();
		await accessible(olgaPage);
	});

	test('an examiner marks by keyboard, blind, and comes to the next paper', async () => {
		const desks = await database
			.selectFrom('marking')
			.select(['examinerId', 'paperId'])
			.where('endedAt', 'is', null)
			.where('position', '<', 3)
			.execute();
		const examiner = [world.edda, world.emil, world.esra].find(({ userId }) =>
			desks.some((desk) => desk.examinerId === userId),
		);
		if (!examiner) throw new Error('nobody marks');
		const page = await pageFor(examiner);
		await visits(page, '/marking');
		await accessible(page);
		await page.keyboard.press('j');
		await page.waitForURL(/\/marking\/[0-9a-f-]{36}/);
		const first = page.url();
		const text = await page.getByRole('main').innerText();
		for (const { name } of world.learners) expect(text).not.toContain(name);
		await page.keyboard.press('j');
		await page.waitForURL((url) => url.href !== first);
		await page.keyboard.press('k');
		await page.waitForURL(first);
		const criteria = await page.locator('[data-criterion]').count();
		for (let n = 0; n < criteria; n++) await page.keyboard.press('3');
		await accessible(page);
		expect(await page.locator('input[type=radio]:checked').count()).toBe(criteria);
		await field(page, m.marking_words({}, german)).fill('Kurz.');
		await button(page, m.marking_submit({}, german)).click();
		await page.locator('[name=words][aria-invalid=true]').waitFor();
		expect(await page.locator('input[type=radio]:checked').count()).toBe(criteria);
		await field(page, m.marking_words({}, german)).fill(praise);
		await button(page, m.marking_submit({}, german)).click();
		await page.waitForURL(/\?on$/);
		await page.getByText(/Bewertung abgegeben/).waitFor();
		await page.context().close();
	}, 60_000);

	test('a suspicion is heard and dismissed before the results', async () => {
		const paper = await paperOf(examId, writer(6), 'case');
		const marking = await database
			.selectFrom('marking')
			.selectAll()
			.where('paperId', '=', paper.id)
			.where('position', '=', 1)
			.executeTakeFirstOrThrow();
		const examiner = [world.edda, world.emil, world.esra].find(({ userId }) => userId === marking.examinerId);
		if (!examiner) throw new Error('nobody marks');
		const page = await pageFor(examiner);
		await visits(page, `/marking/${marking.id}`);
		await page.getByText(m.suspicion_open({}, german)).click();
		await field(page, m.suspicion_what({}, german)).fill(
			'Der zweite Absatz steht wörtlich in einem Blog, ohne Quelle.',
		);
		await button(page, m.suspicion_send({}, german)).click();
		await page.getByText(m.suspicion_sent({}, german)).waitFor();
		await page.context().close();
		const heard = await pageFor(writer(6));
		await visits(heard, `/exams/${examId}`);
		await field(heard, m.exam_hearing_answer({}, german)).fill('Den Blog schreibe ich selbst.');
		await button(heard, m.exam_hearing_send({}, german)).click();
		await heard.getByText(m.exam_hearing_thanks({}, german)).waitFor();
		await accessible(heard);
		await heard.context().close();
		await visits(olgaPage, `/cohorts/${world.cohortId}/exam`);
		await olgaPage.getByText('Den Blog schreibe ich selbst.').waitFor();
		await olgaPage.getByRole('radio', { name: m.exam_hearing_dismissed({}, german) }).check();
		await olgaPage
			.locator('form[action="?/decideHearing"] textarea')
			.fill('Die Verfasserin zitiert sich selbst; das ist erlaubt, wenn auch ohne Quelle.');
		await olgaPage.locator('form[action="?/decideHearing"] button').click();
		await olgaPage.getByText(m.organiser_done_decided({}, german)).waitFor();
	}, 60_000);

	test('two who do not settle their difference within five days leave it to a third, who decides', async () => {
		const now = at('2026-12-30T10:00:00Z');
		await clockAt(now);
		split = (await paperOf(examId, writer(8), 'case')).id;
		const fails = new Set([
			(await paperOf(examId, writer(failing), 'case')).id,
			(await paperOf(examId, writer(failing), 'reflection')).id,
		]);
		let asked = 0;
		for (const examiner of [world.edda, world.emil, world.esra])
			await marks(world, examiner, now, (id) => (id === split ? ([3, 1][asked++] ?? 2) : fails.has(id) ? 0 : 2));
		await visits(olgaPage, `/cohorts/${world.cohortId}/exam`);
		await olgaPage
			.getByText(/liegen die Bewertungen auseinander/)
			.first()
			.waitFor();
		const later = at('2027-01-05T10:00:00Z');
		await clockAt(later);
		await settleExam(examId, later);
		const thirds = () =>
			database.selectFrom('marking').selectAll().where('paperId', '=', split).where('position', '=', 3).execute();
		await expect.poll(async () => (await thirds()).length, { timeout: 15_000 }).toBe(1);
		const [third] = await thirds();
		const examiner = [world.edda, world.emil, world.esra].find(({ userId }) => userId === third?.examinerId);
		if (!examiner) throw new Error('nobody decides');
		const page = await pageFor(examiner);
		await visits(page, `/marking/${third?.id}`);
		await page.getByRole('heading', { name: m.marking_decides({}, german) }).waitFor();
		expect(await page.getByRole('heading', { name: /Bewertung von / }).count()).toBe(2);
		for (const { name } of world.learners) expect(await page.getByRole('main').innerText()).not.toContain(name);
		const criteria = await page.locator('[data-criterion]').count();
		for (let n = 0; n < criteria; n++) await page.keyboard.press('3');
		await field(page, m.marking_words({}, german)).fill(praise);
		await button(page, m.marking_submit({}, german)).click();
		await page.getByText(/Bewertung abgegeben/).waitFor();
		await page.context().close();
		for (const one of [world.edda, world.emil, world.esra])
			await marks(world, one, later, (id) => (fails.has(id) ? 0 : 2));
	}, 60_000);

	test('the results come out together; who passed finds the certificate, who failed the way to the retake', async () => {
		await visits(olgaPage, `/cohorts/${world.cohortId}/exam`);
		await field(olgaPage, m.organiser_release_words({}, german)).fill('Danke für gründliche Arbeiten in diesen Tagen.');
		await button(olgaPage, m.organiser_release({}, german)).click();
		await olgaPage.getByText(m.organiser_released({}, german)).waitFor();
		await visits(leaPage, `/exams/${examId}`);
		await link(leaPage, m.exam_to_result({}, german)).click();
		await leaPage.getByRole('heading', { name: m.result_passed({}, german), level: 1 }).waitFor();
		await accessible(leaPage);
		await link(leaPage, m.result_to_certificate({}, german)).click();
		await leaPage.getByText(m.certificate_pdf_de({}, german)).first().waitFor();
		await accessible(leaPage);
		const page = await pageFor(writer(failing));
		await visits(page, `/exams/${examId}/result`);
		await page.getByText(m.result_retake({}, german)).waitFor();
		await page.context().close();
	});

	test('the retake is passed, and then there is a certificate', async () => {
		const person = writer(failing);
		const { examId: retakeId } = await does(world.olga, at('2027-01-06T09:00:00Z'), scheduleRetake, {
			cohortId: world.cohortId,
			opensOn: '2027-01-11',
			opensAt: '10:00',
		});
		const now = at('2027-01-11T10:00:00Z');
		await settleExam(retakeId, now);
		await clockAt(now);
		const page = await pageFor(person);
		for (const kind of ['case', 'reflection'] as const) {
			const { id } = await paperOf(retakeId, person, kind);
			await visits(page, `/exams/${retakeId}/papers/${id}`);
			await writes(page, sentence.repeat(6));
			await handsIn(page, false, german);
			await page.getByText(m.paper_received({}, german)).waitFor();
		}
		const marking = at('2027-01-14T10:00:00Z');
		await settleExam(retakeId, marking);
		await does(world.olga, marking, assignExaminers, { examId: retakeId });
		for (const examiner of [world.edda, world.emil, world.esra]) await marks(world, examiner, marking, () => 3);
		await does(world.olga, marking, releaseResults, {
			examId: retakeId,
			words: 'Herzlichen Glückwunsch zur bestandenen Prüfung.',
		});
		await clockAt(marking);
		await visits(page, `/exams/${retakeId}/result`);
		await page.getByRole('heading', { name: m.result_passed({}, german), level: 1 }).waitFor();
		await page.context().close();
	}, 60_000);

	test('a stranger checks a certificate, and one that was revoked says so without the internal reason', async () => {
		const numberOf = async ({ userId }: Viewer) =>
			(
				await database
					.selectFrom('certificate')
					.select('number')
					.where('userId', '=', userId)
					.where('kind', '=', 'certificate')
					.executeTakeFirstOrThrow()
			).number;
		const stranger = await pageFor(null);
		await visits(stranger, '/certificates');
		await field(stranger, m.certificate_number({}, german)).fill(await numberOf(writer(failing)));
		await button(stranger, m.certificate_check({}, german)).click();
		await stranger.getByRole('heading', { name: m.certificate_valid({}, german) }).waitFor();
		await accessible(stranger);
		const revoked = writer(1);
		await visits(olgaPage, `/cohorts/${world.cohortId}/exam`);
		const entry = olgaPage
			.getByRole('listitem')
			.filter({ has: olgaPage.locator('form[action="?/revoke"]') })
			.filter({ hasText: revoked.name });
		await entry.getByText(m.organiser_revoke({}, german), { exact: true }).click();
		await entry.getByLabel(m.organiser_reason_internal({}, german)).fill('Fremde Arbeit, nach Anhörung festgestellt.');
		await entry.getByRole('button', { name: m.certificate_revoke_now({}, german) }).click();
		await olgaPage.getByText(m.organiser_done_revoked({}, german)).waitFor();
		await visits(stranger, `/certificates/${await numberOf(revoked)}`);
		await stranger.getByRole('heading', { name: m.certificate_revoked({}, german) }).waitFor();
		expect(await stranger.content()).not.toContain('Fremde Arbeit');
		await accessible(stranger);
		await stranger.context().close();
	});

	test('everybody takes the own work along, and the community is an archive that all can read', async () => {
		await visits(leaPage, '/me/certificates');
		const download = leaPage.waitForEvent('download');
		await leaPage.getByRole('link', { name: m.export_link({ cohort: 'Kohorte 1' }, german) }).click();
		expect((await download).suggestedFilename()).toMatch(/\.zip$/);
		await visits(olgaPage, `/cohorts/${world.cohortId}/exam`);
		await field(olgaPage, m.organiser_thanks({}, german)).fill(
			'Danke für zehn Wochen, in denen aus Fragen eine Gemeinschaft wurde.',
		);
		await button(olgaPage, m.organiser_close({}, german)).click();
		await olgaPage.getByText(m.organiser_done_closed({}, german)).waitFor();
		await visits(leaPage, `/c/${world.communityId}/talk`);
		await leaPage.getByText('Woche 10').first().waitFor();
		expect(await link(leaPage, m.talk_start({}, german)).count()).toBe(0);
		await leaPage.context().close();
		await olgaPage.context().close();
	});
});

test('in English a learner opens the exam, writes, hands in, and finds result and certificate', async () => {
	const world = await examinedWorld({ learners: 4 });
	const [ann] = world.learners;
	if (!ann) throw new Error('no learner');
	const examId = await scheduled(world);
	await settleExam(examId, opening);
	await clockAt(new Date(opening.getTime() + 3600_000));
	const page = await pageFor(ann, 'en');
	await visits(page, `/exams/${examId}`);
	await page.getByRole('heading', { name: /Three working days left/, level: 1 }).waitFor();
	await link(page, m.exam_kind_reflection({}, english)).click();
	await writes(page, sentence.repeat(6));
	await handsIn(page, false, english);
	await page.getByText(m.paper_received({}, english)).waitFor();
	await allHandIn(world, examId);
	await settleExam(examId, at('2026-11-24T10:00:00Z'));
	await marked(world, examId);
	const released = at('2026-12-02T10:00:00Z');
	await does(world.olga, released, releaseResults, { examId, words: 'Thank you for thorough papers.' });
	await clockAt(released);
	await visits(page, `/exams/${examId}/result`);
	await page.getByRole('heading', { name: m.result_passed({}, english), level: 1 }).waitFor();
	await accessible(page);
	await link(page, m.result_to_certificate({}, english)).click();
	await page.getByRole('main').locator('a[href^="/certificates/"]').first().click();
	await page.getByRole('heading', { name: m.certificate_valid({}, english) }).waitFor();
	await page.context().close();
}, 90_000);

test('certificates are checked at a measured pace, on the page and in the API, and no search engine keeps either', async () => {
	const answers = await Promise.all(
		Array.from({ length: 70 }, () => fetch(`${stage.url}/api/v1/certificate-checks/0000-0000-0000-0000`)),
	);
	expect(answers.map(({ status }) => status)).toContain(429);
	for (const { headers } of answers) expect(headers.get('x-robots-tag')).toBe('noindex');
	const page = await fetch(`${stage.url}/certificates/0000-0000-0000-0000`, { headers: { accept: 'text/html' } });
	expect([200, 429]).toContain(page.status);
});

test('nothing of that made the browser complain', () => {
	expect(complaints).toEqual([]);
});
