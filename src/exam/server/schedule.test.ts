import { describe, expect, test } from 'vitest';
import { communityHome } from '#community/server/rooms.ts';
import { enterCase } from '#exam/server/cases.ts';
import { cohortExam } from '#exam/server/cohort-exam.ts';
import { examPage } from '#exam/server/exam-page.ts';
import { cancelExam, joinExam, scheduleExam } from '#exam/server/schedule.ts';
import { database } from '#platform/server/database.ts';
import { does } from '../../../tests/cast.ts';
import { coursePackage, deadline, examinedWorld, opening, planning, scheduled } from '../../../tests/exam.ts';
import { cohortWorld, meetingEnd, type World } from '../../../tests/world.ts';

const realCase = {
	title: 'Die Kaffeeküche',
	body: 'Eine Lage, die es gab. '.repeat(12),
	questions: ['Wie beurteilen Sie die Lage?', 'Was tun Sie zuerst?'],
	individualTask: 'Führen Sie den Fall allein fort und begründen Sie es.',
	reflectionTask: 'Was hat das mit Ihnen zu tun? Berichten Sie aus Ihrer Arbeit.',
	markingScheme: 'Erkennt die Lage; ordnet die Maßnahmen; nennt ein Maß.',
};

/** As the second cohort of the first one's provider. */
async function movesTo(organisationId: string, { cohortId, communityId }: World): Promise<void> {
	await database.updateTable('cohort').set({ organisationId, number: 2 }).where('id', '=', cohortId).execute();
	await database.updateTable('community').set({ organisationId }).where('id', '=', communityId).execute();
}

describe('scheduling an exam', () => {
	test('has to wait until eligibility is frozen', async () => {
		const world = await cohortWorld({ learners: 4, content: await coursePackage });
		const plan = { cohortId: world.cohortId, opensOn: '2026-11-19' };
		await expect(does(world.olga, meetingEnd(10), scheduleExam, plan)).rejects.toMatchObject({
			code: 'exam_before_freeze',
		});
	});

	test('gives three working days that skip a weekend, Christmas and the organiser’s day', async () => {
		const world = await examinedWorld({ learners: 4 });
		await database
			.insertInto('cohortDayOff')
			.values({ cohortId: world.cohortId, day: '2026-12-24', name: 'Heiligabend' })
			.execute();
		const plan = { cohortId: world.cohortId, opensOn: '2026-12-22', opensAt: '10:00' };
		const { examId, endsAt } = await does(world.olga, planning, scheduleExam, plan);
		expect(endsAt).toEqual(new Date('2026-12-29T09:00:00Z'));
		const [lea] = world.learners;
		const { days } = await does(lea ?? null, planning, examPage, { examId });
		expect(days.map((day) => `${day.date} ${day.kind}`)).toEqual([
			'2026-12-22 opening',
			'2026-12-23 working_day',
			'2026-12-24 skipped',
			'2026-12-25 skipped',
			'2026-12-26 skipped',
			'2026-12-27 skipped',
			'2026-12-28 working_day',
			'2026-12-29 working_day',
		]);
	});

	test('refuses a day without work and names the next one', async () => {
		const world = await examinedWorld({ learners: 4 });
		const plan = { cohortId: world.cohortId, opensOn: '2026-11-21' };
		await expect(does(world.olga, planning, scheduleExam, plan)).rejects.toMatchObject({
			code: 'exam_not_a_working_day',
			values: {
				day: expect.stringContaining('21. November'),
				why: 'Wochenende',
				next: expect.stringContaining('23. November'),
			},
		});
	});

	test('takes the eligible in the groups of the last meeting, under numbers drawn by lot', async () => {
		const world = await examinedWorld({ learners: 9, ineligible: [8] });
		const examId = await scheduled(world);
		const candidates = await database.selectFrom('examCandidate').selectAll().where('examId', '=', examId).execute();
		expect(candidates).toHaveLength(8);
		const names = await database
			.selectFrom('examCandidate as c')
			.innerJoin('learningGroup as g', 'g.id', 'c.learningGroupId')
			.select(['g.name', (e) => e.fn.countAll<number>().as('people')])
			.where('c.examId', '=', examId)
			.groupBy('g.name')
			.orderBy('g.name')
			.execute();
		expect(names).toEqual([
			{ name: 'Gruppe 1', people: 4 },
			{ name: 'Gruppe 2', people: 4 },
		]);
		for (const { candidateNumber } of candidates) expect(candidateNumber).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
	});

	test('opens a room for those who sit it, and for no other learner', async () => {
		const world = await examinedWorld({ learners: 9, ineligible: [8] });
		const examId = await scheduled(world);
		const [first] = world.learners;
		const home = async (who: typeof first) =>
			does(who ?? null, planning, communityHome, { communityId: world.communityId });
		expect((await home(first)).exam).toMatchObject({ id: examId, opensAt: opening });
		expect((await home(world.learners[8])).exam).toBeNull();
		expect((await home(world.clara)).exam?.id).toBe(examId);
	});

	test('happens once', async () => {
		const world = await examinedWorld({ learners: 4 });
		await scheduled(world);
		await expect(scheduled(world)).rejects.toMatchObject({ code: 'exam_scheduled_twice' });
	});

	test('shows the case to candidates from the opening on, to the millisecond', async () => {
		const world = await examinedWorld({ learners: 4 });
		const examId = await scheduled(world);
		const [lea] = world.learners;
		const at = (ms: number) => does(lea ?? null, new Date(opening.getTime() + ms), examPage, { examId });
		const before = await at(-1);
		expect([before.case, before.papers]).toEqual([null, []]);
		const after = await at(0);
		expect(after.case?.questions.length).toBeGreaterThan(2);
		expect(after.papers.map(({ kind }) => kind)).toEqual(['group', 'case', 'reflection']);
		expect(JSON.stringify(after)).not.toContain('Rechnet den Anteil');
	});
});

describe('a case', () => {
	test('that a cohort of the provider had is not offered to the next one', async () => {
		const world = await examinedWorld({ learners: 4, cases: false });
		const { caseId } = await does(world.olga, planning, enterCase, {
			organisationId: world.organisationId,
			...realCase,
		});
		await scheduled(world, { caseId });
		const next = await examinedWorld({ learners: 4, cases: false });
		await movesTo(world.organisationId, next);
		await expect(scheduled(next, { caseId })).rejects.toMatchObject({ code: 'exam_case_used_by_another_cohort' });
		await expect(scheduled(next)).rejects.toMatchObject({ code: 'exam_no_case_left' });
	});

	test('of an exam called off before it opened is free again', async () => {
		const world = await examinedWorld({ learners: 4, cases: false });
		const { caseId } = await does(world.olga, planning, enterCase, {
			organisationId: world.organisationId,
			...realCase,
		});
		const examId = await scheduled(world, { caseId });
		await does(world.olga, planning, cancelExam, { examId, reason: 'Der Raum ist nicht frei.' });
		expect(await scheduled(world, { caseId })).not.toBe(examId);
	});
});

describe('fewer than three eligible people', () => {
	test('are told to join the next cohort’s exam, and do', async () => {
		const few = await examinedWorld({ learners: 4, ineligible: [0, 1] });
		await expect(scheduled(few)).rejects.toMatchObject({ code: 'exam_too_few', values: { people: 2, least: 3 } });
		const next = await examinedWorld({ learners: 4 });
		await movesTo(few.organisationId, next);
		const examId = await does(few.olga, planning, scheduleExam, {
			cohortId: next.cohortId,
			opensOn: '2026-11-19',
		}).then((exam) => exam.examId);
		const plan = await does(few.olga, planning, cohortExam, { cohortId: next.cohortId });
		expect(plan.others).toMatchObject([{ cohortId: few.cohortId, people: 2 }]);
		expect(await does(few.olga, planning, joinExam, { examId, fromCohortId: few.cohortId })).toEqual({ joined: 2 });
		const [, , guest] = few.learners;
		const page = await does(guest ?? null, deadline, examPage, { examId });
		expect(page.group?.members.length).toBeGreaterThanOrEqual(3);
		expect(page.papers).toHaveLength(3);
	});
});
