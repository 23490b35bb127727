import * as z from 'zod';
import { mayRevise, rubricPoints } from '#exam/rules/marking.ts';
import { courseExamOf, type CourseExam } from '#exam/server/exam-rules.ts';
import { cohortOfExam, expectExamDue, type ExamCohort, type ExamRow } from '#exam/server/exam-row.ts';
import { markingGround } from '#exam/server/grounds.ts';
import { marksOf, markingsOf, onDesk, settlementOf, type MarkingRow } from '#exam/server/marking-rows.ts';
import { typedPoints } from '#exam/server/points.ts';
import { lockPaper, type PaperRow } from '#exam/server/paper-rows.ts';
import { record } from '#platform/server/activity.ts';
import { announce } from '#platform/server/live.ts';
import { verb, signedIn, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { formatDayTime } from '#ui/format.ts';

const levels = z
	.record(z.string().max(60), z.union([z.literal(''), z.coerce.number().int().min(0).max(3)]))
	.default({})
	.describe('For each criterion the place of its level, from 0');
const points = z
	.union([z.literal(''), typedPoints])
	.default('')
	.describe('0 to 100 with at most one decimal; left out, the mean of the levels');

const markFields = { markingId: z.uuid(), levels, points, words: z.string().trim().max(8000).default('') };
type MarkFields = z.output<z.ZodObject<typeof markFields>>;

export const saveMark = verb({
	name: 'saveMark',
	method: 'put',
	path: '/markings/{markingId}',
	summary: 'Keep a mark in the making',
	scope: 'exam:write',
	who: ['owner'],
	at: markingGround,
	input: z.object(markFields),
	output: z.object({ points: z.number().nullable(), savedAt: z.date() }),
	async run(scene, input) {
		const { marking, course, paper } = await desk(scene, input.markingId);
		if (marking.submittedAt) refuse('mark_is_in');
		const mark = markOf(input, course, paper);
		await write(scene, marking.id, { ...mark, savedAt: scene.now });
		return { points: mark.points, savedAt: scene.now };
	},
});

/** A submitted mark stands. With the second one in, the two examiners see each other's. */
export const submitMark = verb({
	name: 'submitMark',
	method: 'post',
	path: '/markings/{markingId}/submission',
	summary: 'Submit a mark: a level for every criterion, points and words',
	scope: 'exam:write',
	who: ['owner'],
	at: markingGround,
	input: z.object(markFields),
	output: z.object({
		points: z.number(),
		bothIn: z.boolean(),
		differing: z.boolean(),
		next: z.uuid().nullable().describe('The marking to go on with, if one waits on the same desk'),
	}),
	async run(scene, input) {
		const { trx, now } = scene;
		const { marking, course, cohort, paper, exam } = await desk(scene, input.markingId);
		if (marking.submittedAt) refuse('mark_is_in');
		const mark = markOf(input, course, paper);
		const missing = course.papers[paper.kind].criteria.find(({ id }) => mark.levels[id] === undefined);
		if (missing) refuse('mark_level_missing', { status: 422, field: `levels.${missing.id}` });
		if (mark.points === null) return refuse('mark_level_missing', { status: 422, field: 'points' });
		if (mark.words.length < 40) refuse('mark_words_missing', { status: 422, field: 'words' });
		await write(scene, marking.id, { ...mark, savedAt: now, submittedAt: now });
		const markings = (await markingsOf(trx, [paper.id])).get(paper.id) ?? [];
		const state = settlementOf(markings, course.marking, cohort.timeZone, now);
		if (state.kind === 'differing') {
			await expectExamDue(trx, exam.id, state.settleBy);
			await record(trx, {
				kind: 'marks_differ',
				actorId: signedIn(scene).userId,
				communityId: cohort.communityId,
				cohortId: cohort.id,
				subjectId: paper.id,
				data: { settleBy: state.settleBy },
				at: now,
			});
		}
		const own = await onDesk(trx, marking.examinerId);
		const waiting = (rows: typeof own) => rows.find(({ submittedAt }) => submittedAt === null);
		const next = waiting(own.slice(own.findIndex(({ id }) => id === marking.id))) ?? waiting(own);
		return {
			points: mark.points,
			bothIn: state.kind !== 'waiting',
			differing: state.kind === 'differing',
			next: next?.id ?? null,
		};
	},
});

/** One of the two moves after hearing the other; settled when they no longer differ by more than the rules allow. */
export const settleMarks = verb({
	name: 'settleMarks',
	method: 'post',
	path: '/markings/{markingId}/settlement',
	summary: 'Change one’s points after talking with the other examiner, while a difference may be settled',
	scope: 'exam:write',
	who: ['owner'],
	at: markingGround,
	input: z.object({
		markingId: z.uuid(),
		points: typedPoints,
		words: z.string().trim().min(20).max(4000),
	}),
	output: z.object({ settled: z.boolean() }),
	async run(scene, { markingId, points: settledPoints, words }) {
		const { trx, now } = scene;
		const { marking, course, cohort, paper } = await desk(scene, markingId);
		const markings = (await markingsOf(trx, [paper.id])).get(paper.id) ?? [];
		const marks = marksOf(markings);
		if (marks.bothInAt === null || marking.position === 3) refuse('nothing_to_settle');
		if (paper.thirdNeededAt || !mayRevise(marks, course.marking, cohort.timeZone, now)) {
			const state = settlementOf(markings, course.marking, cohort.timeZone, now);
			if (state.kind !== 'third_needed' && !paper.thirdNeededAt) refuse('nothing_to_settle');
			const since = state.kind === 'third_needed' ? state.since : now;
			refuse('third_decides', {
				values: { since: formatDayTime(since, { locale: scene.locale, timeZone: cohort.timeZone }) },
			});
		}
		await trx
			.updateTable('marking')
			.set({ settledPoints, settledWords: words, settledAt: now })
			.where('id', '=', markingId)
			.execute();
		const after = (await markingsOf(trx, [paper.id])).get(paper.id) ?? [];
		const { kind } = settlementOf(after, course.marking, cohort.timeZone, now);
		await announce(trx, `paper:${paper.id}`);
		return { settled: kind === 'agreed' };
	},
});

type Desk = { marking: MarkingRow; paper: PaperRow; exam: ExamRow; cohort: ExamCohort; course: CourseExam };

async function desk({ trx }: Scene, markingId: string): Promise<Desk> {
	const row = await trx
		.selectFrom('marking')
		.select('paperId')
		.where('id', '=', markingId)
		.executeTakeFirstOrThrow(notFound);
	const { exam, paper } = await lockPaper(trx, row.paperId);
	if (exam.releasedAt) refuse('results_are_released');
	const marking = await trx
		.selectFrom('marking')
		.selectAll()
		.where('id', '=', markingId)
		.executeTakeFirstOrThrow(notFound);
	if (marking.endedAt) throw notFound();
	const cohort = await cohortOfExam(trx, exam);
	return { marking, paper, exam, cohort, course: await courseExamOf(trx, cohort.courseVersionId) };
}

/** Levels of this paper's criteria only; points typed by the examiner, or else those of the levels. */
function markOf(input: MarkFields, course: CourseExam, { kind }: PaperRow) {
	const criteria = course.papers[kind].criteria.map(({ id }) => id);
	const chosen: Record<string, number> = {};
	for (const id of criteria) {
		const level = input.levels[id];
		if (typeof level === 'number') chosen[id] = level;
	}
	const computed = rubricPoints(criteria, chosen, course.levelPoints);
	return { levels: chosen, points: input.points === '' ? computed : input.points, words: input.words };
}

async function write(
	{ trx }: Scene,
	markingId: string,
	{
		levels: chosen,
		...rest
	}: { levels: Record<string, number>; points: number | null; words: string; savedAt: Date; submittedAt?: Date },
): Promise<void> {
	await trx
		.updateTable('marking')
		.set({ ...rest, levels: JSON.stringify(chosen) })
		.where('id', '=', markingId)
		.execute();
}
