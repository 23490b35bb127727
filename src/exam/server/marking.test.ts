import { beforeAll, describe, expect, test } from 'vitest';
import { assignExaminer, assignExaminers } from '#exam/server/assigning.ts';
import { cohortExam } from '#exam/server/cohort-exam.ts';
import { examPage } from '#exam/server/exam-page.ts';
import { markingList, markingPage, markingPdf } from '#exam/server/marking-page.ts';
import { saveMark, settleMarks, submitMark } from '#exam/server/marks.ts';
import { settleExam } from '#exam/server/settle.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '../../../tests/cast.ts';
import { afterwards, allHandIn, examinedWorld, opened, paperOf, words } from '../../../tests/exam.ts';
import type { World } from '../../../tests/world.ts';

const day = 24 * 3600_000;
const marking = new Date('2026-11-26T10:00:00Z');

let world: World;
let examId: string;

async function handedIn(): Promise<void> {
	world = await examinedWorld({ learners: 4 });
	examId = await opened(world);
	await allHandIn(world, examId);
}

const examiners = (): Viewer[] => [world.edda, world.emil, world.esra];
const viewerOf = (userId: string): Viewer => {
	const found = [...examiners(), world.clara].find((each) => each.userId === userId);
	if (!found) throw new Error('not an examiner');
	return found;
};

/** The two markings of the group's paper with those who mark it. */
async function pair() {
	const [jana] = world.learners;
	if (!jana) throw new Error('no learner');
	const paper = await paperOf(examId, jana, 'group');
	const rows = await database
		.selectFrom('marking')
		.selectAll()
		.where('paperId', '=', paper.id)
		.where('endedAt', 'is', null)
		.orderBy('position')
		.execute();
	return rows.map(({ id, examinerId }) => ({ markingId: id, examiner: viewerOf(examinerId) }));
}

const levels = { analysis: 2, concepts: 2, measures: 2, people: 2, unity: 2 };
const mark = (markingId: string, points: number | '' = '') => ({ markingId, levels, points, words });

describe('examiners', () => {
	beforeAll(handedIn, 60_000);

	test('are assigned only when a deadline has passed', async () => {
		const before = new Date('2026-11-20T10:00:00Z');
		await expect(does(world.olga, before, assignExaminers, { examId })).rejects.toMatchObject({
			code: 'nothing_to_assign',
		});
	});

	test('are two different people for each paper, the same two for all of a group, so that a third is left', async () => {
		expect(await does(world.olga, afterwards, assignExaminers, { examId })).toEqual({ papers: 9 });
		const rows = await database.selectFrom('marking').select(['paperId', 'examinerId']).execute();
		const pairs = [...Map.groupBy(rows, ({ paperId }) => paperId).values()].map((two) =>
			two.map(({ examinerId }) => examinerId).sort(),
		);
		expect(pairs).toHaveLength(9);
		const [pair] = pairs;
		expect(new Set(pair).size).toBe(2);
		for (const each of pairs) expect(each).toEqual(pair);
		const told = await database.selectFrom('activity').select('data').where('kind', '=', 'marking_assigned').execute();
		expect(told).toHaveLength(2);
		for (const examinerId of pair ?? [])
			expect(told).toContainEqual({ data: expect.objectContaining({ examinerId, papers: 9 }) });
	});

	test('are never those who accompanied the cohort, unless an exception is recorded and shown', async () => {
		const { clara, cohortId, olga } = world;
		await database
			.insertInto('staffAssignment')
			.values({ cohortId, userId: clara.userId, role: 'examiner', startedAt: afterwards })
			.execute();
		const paper = await paperOf(examId, world.learners[0] ?? olga, 'case');
		const place = { paperId: paper.id, position: 1, examinerId: clara.userId };
		await expect(does(olga, afterwards, assignExaminer, place)).rejects.toMatchObject({ code: 'examiner_accompanied' });
		const exceptionReason = 'Emil ist erkrankt, und sonst ist niemand frei.';
		const { markingId } = await does(olga, afterwards, assignExaminer, { ...place, exceptionReason });
		const page = await does(clara, afterwards, markingPage, { markingId });
		expect(page.marking.exceptionReason).toBe(exceptionReason);
	});

	test('lose sight of a paper that is given to somebody else', async () => {
		const [first] = await pair();
		if (!first) throw new Error('nobody');
		const { paperId } = await database
			.selectFrom('marking')
			.select('paperId')
			.where('id', '=', first.markingId)
			.executeTakeFirstOrThrow();
		const taken = (await pair()).map(({ examiner }) => examiner.userId);
		const free = examiners().find(({ userId }) => !taken.includes(userId));
		await does(world.olga, afterwards, assignExaminer, { paperId, position: 1, examinerId: free?.userId });
		await expect(does(first.examiner, afterwards, markingPage, { markingId: first.markingId })).rejects.toMatchObject({
			status: 403,
		});
	});
});

describe('blind marking', () => {
	beforeAll(async () => {
		await handedIn();
		await does(world.olga, afterwards, assignExaminers, { examId });
	}, 60_000);

	test('shows no name and no other mark in anything an examiner can read, until both are in', async () => {
		const [first, second] = await pair();
		if (!first || !second) throw new Error('no pair');
		await does(first.examiner, marking, submitMark, mark(first.markingId, 81));
		const page = await does(second.examiner, marking, markingPage, { markingId: second.markingId });
		const list = await does(second.examiner, marking, markingList, {});
		const exam = await does(second.examiner, marking, examPage, { examId });
		const told = JSON.stringify([page, list, exam]);
		for (const { name, userId, email } of world.learners) {
			expect(told).not.toContain(name);
			expect(told).not.toContain(userId);
			expect(told).not.toContain(email);
		}
		expect(told).not.toContain('"points":81');
		expect([page.others, page.authors, page.settlement]).toEqual([[], [], null]);
		const pdf = Buffer.from(
			await (await does(second.examiner, marking, markingPdf, { markingId: second.markingId })).arrayBuffer(),
		).toString('latin1');
		for (const { name } of world.learners) expect(pdf).not.toContain(name);
	});

	test('tells the first not even that the second has begun', async () => {
		const [first, second] = await pair();
		if (!first || !second) throw new Error('no pair');
		await does(second.examiner, marking, saveMark, mark(second.markingId, 44));
		const page = await does(first.examiner, marking, markingPage, { markingId: first.markingId });
		expect([page.others, page.authors, page.settlement]).toEqual([[], [], null]);
		const list = await does(first.examiner, marking, markingList, {});
		expect(list.markings.find(({ markingId }) => markingId === first.markingId)?.state).toBe('waiting');
	});

	test('tells the organiser states and neither points nor texts', async () => {
		const plan = await does(world.olga, marking, cohortExam, { cohortId: world.cohortId });
		const told = JSON.stringify(plan.exams[0]?.papers);
		expect(told).toContain('"submitted":true');
		expect(told).not.toMatch(/"points"|"words"|"body"/);
	});

	test('takes no words back and no level for granted', async () => {
		const [, second] = await pair();
		if (!second) throw new Error('no pair');
		const whole = mark(second.markingId);
		const tries = [
			[{ ...whole, levels: { analysis: 2 } }, 'mark_level_missing', /^levels\.(?!analysis)/],
			[{ ...whole, words: 'Gut.' }, 'mark_words_missing', /^words$/],
		] as const;
		for (const [input, code, field] of tries)
			await expect(does(second.examiner, marking, submitMark, input)).rejects.toMatchObject({
				code,
				field: expect.stringMatching(field),
			});
		// All at the third of four levels, which the course gives 75 points.
		expect(await does(second.examiner, marking, submitMark, whole)).toMatchObject({
			points: 75,
			bothIn: true,
			differing: false,
		});
		await expect(does(second.examiner, marking, saveMark, mark(second.markingId, 10))).rejects.toMatchObject({
			code: 'mark_is_in',
		});
	});

	test('is over when both are in: then each sees the other’s mark, and the names', async () => {
		const [first] = await pair();
		if (!first) throw new Error('no pair');
		const page = await does(first.examiner, marking, markingPage, { markingId: first.markingId });
		expect(page.others).toMatchObject([{ points: 75, words }]);
		expect(page.authors).toEqual(world.learners.map(({ name }) => name));
		expect(page.settlement).toEqual({ kind: 'agreed', points: 78 });
	});
});

describe('two marks that differ by more than 15 points', () => {
	beforeAll(async () => {
		await handedIn();
		await does(world.olga, afterwards, assignExaminers, { examId });
		const [first, second] = await pair();
		if (!first || !second) throw new Error('no pair');
		await does(first.examiner, marking, submitMark, mark(first.markingId, 80));
		await does(second.examiner, marking, submitMark, mark(second.markingId, 60));
	}, 60_000);

	test('can be settled by the two', async () => {
		const [first, second] = await pair();
		if (!first || !second) throw new Error('no pair');
		const page = await does(first.examiner, marking, markingPage, { markingId: first.markingId });
		expect(page.settlement).toEqual({
			kind: 'differing',
			difference: 20,
			settleBy: new Date(marking.getTime() + 5 * day),
		});
		const settling = { words: 'Nach dem Gespräch sehe ich die Maßnahmen strenger.' };
		const move = (one: typeof first, points: number) =>
			does(one.examiner, marking, settleMarks, { markingId: one.markingId, points, ...settling });
		expect(await move(first, 76)).toEqual({ settled: false });
		expect(await move(second, 66)).toEqual({ settled: true });
		const after = await does(second.examiner, marking, markingPage, { markingId: second.markingId });
		expect(after.settlement).toEqual({ kind: 'agreed', points: 71 });
		await expect(move(second, 90)).rejects.toMatchObject({ code: 'nothing_to_settle' });
	});

	test('go to a third after five days, once, and the third decides', async () => {
		const [jana] = world.learners;
		const paper = await paperOf(examId, jana ?? world.olga, 'case');
		const rows = await database
			.selectFrom('marking')
			.selectAll()
			.where('paperId', '=', paper.id)
			.orderBy('position')
			.execute();
		const caseLevels = { continuation: 1, depth: 1, feasibility: 1, clarity: 1 };
		for (const [index, { id, examinerId }] of rows.entries())
			await does(viewerOf(examinerId), marking, submitMark, {
				markingId: id,
				levels: caseLevels,
				points: index === 0 ? 90 : 40,
				words,
			});
		const due = new Date(marking.getTime() + 5 * day);
		await settleExam(examId, new Date(due.getTime() - 1));
		const third = () =>
			database.selectFrom('marking').selectAll().where('paperId', '=', paper.id).where('position', '=', 3).execute();
		expect(await third()).toHaveLength(0);
		await Promise.all([
			settleExam(examId, due),
			settleExam(examId, due),
			settleExam(examId, new Date(due.getTime() + day)),
		]);
		const [called, ...more] = await third();
		expect([more, called?.assignedAt]).toEqual([[], due]);
		expect(rows.map(({ examinerId }) => examinerId)).not.toContain(called?.examinerId);
		const decider = viewerOf(called?.examinerId ?? '');
		const page = await does(decider, due, markingPage, { markingId: called?.id });
		expect(page.others.map(({ points }) => points)).toEqual([90, 40]);
		expect(page.authors).toEqual([]);
		const [first] = rows;
		await expect(
			does(viewerOf(first?.examinerId ?? ''), due, settleMarks, {
				markingId: first?.id,
				points: 50,
				words: 'Zu spät für uns beide.',
			}),
		).rejects.toMatchObject({ code: 'third_decides' });
		await does(decider, due, submitMark, { markingId: called?.id, levels: caseLevels, points: 47, words });
		const decided = await does(decider, due, markingPage, { markingId: called?.id });
		expect(decided.settlement).toEqual({ kind: 'third_decided', points: 47 });
	});
});
