import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { examResult, rounded, type ExamResult, type PaperPoints } from '#exam/rules/marking.ts';
import { papersToMark } from '#exam/server/assigning.ts';
import { courseExamOf, type CourseExam } from '#exam/server/exam-rules.ts';
import { cohortOfExam, type ExamRow } from '#exam/server/exam-row.ts';
import { markingsOf, settlementOf } from '#exam/server/marking-rows.ts';
import { kindOf } from '#exam/server/paper-rows.ts';
import type { DB } from '#platform/server/schema.ts';

/** What keeps results from being released, each with how many there are of it. */
export type ReleaseBlockers = {
	running: boolean;
	marksMissing: number;
	differing: number;
	hearings: number;
	withdrawals: number;
};

export const blocked = (blockers: ReleaseBlockers): boolean =>
	blockers.running ||
	[blockers.marksMissing, blockers.differing, blockers.hearings, blockers.withdrawals].some((n) => n > 0);

export async function releaseBlockers(trx: Transaction<DB>, exam: ExamRow, now: Date): Promise<ReleaseBlockers> {
	const states = await settledPapers(trx, exam, now);
	const { hearings } = await trx
		.selectFrom('hearing as h')
		.innerJoin('paper as p', 'p.id', 'h.paperId')
		.select((e) => e.fn.countAll<number>().as('hearings'))
		.where('p.examId', '=', exam.id)
		.where('h.decidedAt', 'is', null)
		.executeTakeFirstOrThrow();
	const { withdrawals } = await trx
		.selectFrom('examCandidate')
		.select((e) => e.fn.countAll<number>().as('withdrawals'))
		.where('examId', '=', exam.id)
		.where('withdrawnAt', 'is not', null)
		.where('withdrawalDecidedAt', 'is', null)
		.executeTakeFirstOrThrow();
	return {
		running: exam.closedAt === null,
		marksMissing: [...states.values()].filter((state) => state === 'waiting').length,
		differing: [...states.values()].filter((state) => state === 'differing').length,
		hearings,
		withdrawals,
	};
}

/** For each paper to be marked its points, or why there are none yet. */
async function settledPapers(
	trx: Transaction<DB>,
	exam: ExamRow,
	now: Date,
): Promise<Map<string, number | 'waiting' | 'differing'>> {
	const cohort = await cohortOfExam(trx, exam);
	const { marking: rules } = await courseExamOf(trx, cohort.courseVersionId);
	const papers = await papersToMark(trx, exam);
	const byPaper = await markingsOf(trx, papers);
	return new Map(
		papers.map((id): [string, number | 'waiting' | 'differing'] => {
			const state = settlementOf(byPaper.get(id) ?? [], rules, cohort.timeZone, now);
			if (state.kind === 'agreed' || state.kind === 'third_decided') return [id, state.points];
			return [id, state.kind === 'waiting' ? 'waiting' : 'differing'];
		}),
	);
}

type Consequence = { paperId: string; userId: string | null; outcome: string | null; deductedPoints: number | null };

/** Points of each candidate's papers: 0 where none was handed in, less what a hearing took, a retake with the group's old mark. */
export async function pointsOfCandidates(
	trx: Transaction<DB>,
	exam: ExamRow,
	now: Date,
): Promise<Map<string, PaperPoints>> {
	const settled = await settledPapers(trx, exam, now);
	const papers = await trx
		.selectFrom('paper')
		.select(['id', 'kind', 'userId', 'learningGroupId'])
		.where('examId', '=', exam.id)
		.execute();
	const consequences = await decidedHearings(trx, exam.id);
	const candidates = await trx
		.selectFrom('examCandidate')
		.select(['userId', 'learningGroupId', 'groupMarkExamId'])
		.where('examId', '=', exam.id)
		.where((e) => e.or([e('withdrawalGranted', 'is', null), e('withdrawalGranted', '=', false)]))
		.execute();
	const result = new Map<string, PaperPoints>();
	for (const { userId, learningGroupId, groupMarkExamId } of candidates) {
		const points: PaperPoints = { group: 0, case: 0, reflection: 0 };
		for (const paper of papers) {
			const own =
				paper.userId === userId || (paper.learningGroupId !== null && paper.learningGroupId === learningGroupId);
			if (own) points[kindOf(paper.kind)] = afterHearing(settled.get(paper.id), paper.id, userId, consequences);
		}
		if (groupMarkExamId) points.group = await groupMark(trx, groupMarkExamId, userId, now);
		result.set(userId, points);
	}
	return result;
}

function afterHearing(
	settled: number | 'waiting' | 'differing' | undefined,
	paperId: string,
	userId: string,
	consequences: readonly Consequence[],
): number {
	let points = typeof settled === 'number' ? settled : 0;
	for (const each of consequences) {
		if (each.paperId !== paperId || (each.userId !== null && each.userId !== userId)) continue;
		if (each.outcome === 'paper_failed') points = 0;
		if (each.outcome === 'points_reduced') points = Math.max(0, rounded(points - (each.deductedPoints ?? 0)));
	}
	return points;
}

async function decidedHearings(db: Kysely<DB>, examId: string): Promise<Consequence[]> {
	return db
		.selectFrom('hearing as h')
		.innerJoin('paper as p', 'p.id', 'h.paperId')
		.select(['h.paperId', 'h.userId', 'h.outcome', 'h.deductedPoints'])
		.where('p.examId', '=', examId)
		.where('h.decidedAt', 'is not', null)
		.execute();
}

/** The group's mark that stands from an earlier exam: of one's result there, or of the paper where one had withdrawn. */
async function groupMark(trx: Transaction<DB>, examId: string, userId: string, now: Date): Promise<number> {
	const result = await trx
		.selectFrom('examResult')
		.select('groupPoints')
		.where('examId', '=', examId)
		.where('userId', '=', userId)
		.where('supersededBy', 'is', null)
		.executeTakeFirst();
	if (result) return result.groupPoints;
	const exam = await trx.selectFrom('exam').selectAll().where('id', '=', examId).executeTakeFirstOrThrow();
	const paper = await trx
		.selectFrom('paper as p')
		.innerJoin('examCandidate as c', (join) =>
			join.onRef('c.examId', '=', 'p.examId').onRef('c.learningGroupId', '=', 'p.learningGroupId'),
		)
		.select('p.id')
		.where('p.examId', '=', examId)
		.where('c.userId', '=', userId)
		.executeTakeFirst();
	if (!paper) return 0;
	const settled = await settledPapers(trx, exam, now);
	return afterHearing(settled.get(paper.id), paper.id, userId, await decidedHearings(trx, examId));
}

/** Writes the results of all candidates at once; whoever withdrew for cause gets none. */
export async function writeResults(
	trx: Transaction<DB>,
	exam: ExamRow,
	{ words, each, by, at }: { words: string; each: Readonly<Record<string, string>>; by: string; at: Date },
): Promise<{ userId: string; passed: boolean }[]> {
	const cohort = await cohortOfExam(trx, exam);
	const course = await courseExamOf(trx, cohort.courseVersionId);
	const points = await pointsOfCandidates(trx, exam, at);
	const numbers = await trx
		.selectFrom('examCandidate')
		.select(['userId', 'candidateNumber'])
		.where('examId', '=', exam.id)
		.execute();
	const results = [...points].map(([userId, papers]) => {
		const number = numbers.find((candidate) => candidate.userId === userId)?.candidateNumber ?? '';
		return { userId, ...columns(examResult(papers, course.marking)), words: each[number]?.trim() ?? '' };
	});
	if (results.length > 0)
		await trx
			.insertInto('examResult')
			.values(results.map((result) => ({ ...result, examId: exam.id, releasedAt: at })))
			.execute();
	await trx
		.updateTable('exam')
		.set({ releasedAt: at, releasedBy: by, releaseWords: words })
		.where('id', '=', exam.id)
		.execute();
	return results.map(({ userId, passed }) => ({ userId, passed }));
}

const columns = ({ points, overall, individual, passed }: ExamResult) => ({
	groupPoints: points.group,
	casePoints: points.case,
	reflectionPoints: points.reflection,
	overall,
	individual,
	passed,
});

/** Puts a result with other points in the place of one that was released. */
export async function supersede(
	trx: Transaction<DB>,
	old: { id: string; examId: string; userId: string; words: string },
	points: PaperPoints,
	{ course, at }: { course: CourseExam; at: Date },
): Promise<{ examResultId: string; passed: boolean }> {
	const id = randomUUID();
	const result = columns(examResult(points, course.marking));
	await trx.updateTable('examResult').set({ supersededBy: id }).where('id', '=', old.id).execute();
	await trx
		.insertInto('examResult')
		.values({ id, examId: old.examId, userId: old.userId, words: old.words, ...result, releasedAt: at })
		.execute();
	return { examResultId: id, passed: result.passed };
}
