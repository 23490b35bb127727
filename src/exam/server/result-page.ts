import type { Transaction } from 'kysely';
import * as z from 'zod';
import { nextAttempt, objectionProblem, objectionUntil } from '#exam/rules/marking.ts';
import { attemptsOf } from '#exam/server/attempts.ts';
import { courseExamOf, type CourseExam } from '#exam/server/exam-rules.ts';
import { cohortOfExam, type ExamRow } from '#exam/server/exam-row.ts';
import { examGround, examResultGround } from '#exam/server/grounds.ts';
import { levelsOf, markingsOf, pointsOf } from '#exam/server/marking-rows.ts';
import { kindOf } from '#exam/server/paper-rows.ts';
import { audit } from '#platform/server/audit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { formatDayTime } from '#ui/format.ts';

/** One's own result, with the examiners' words; the marked papers in detail after asking to inspect them. */
export const resultPage = verb({
	name: 'resultPage',
	method: 'get',
	path: '/exams/{examId}/result',
	summary: 'One’s own result with the examiners’ words, and what one may do about it',
	scope: 'exam:read',
	who: ['owner'],
	at: examGround,
	input: z.object({ examId: z.uuid() }),
	async run(scene, { examId }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const exam = await trx.selectFrom('exam').selectAll().where('id', '=', examId).executeTakeFirstOrThrow();
		const result = await currentResult(trx, examId, userId);
		if (!exam.releasedAt || !result) throw notFound();
		const cohort = await cohortOfExam(trx, exam);
		const course = await courseExamOf(trx, cohort.courseVersionId);
		const until = objectionUntil(exam.releasedAt, course.marking, cohort.timeZone);
		const objection = await objectionOf(trx, examId, userId);
		const inspected = await inspectedBy(trx, examId, userId);
		const candidate = await trx
			.selectFrom('examCandidate')
			.select(['cohortId', 'candidateNumber', 'groupMarkExamId'])
			.where('examId', '=', examId)
			.where('userId', '=', userId)
			.executeTakeFirstOrThrow();
		const attempts = (await attemptsOf(trx, candidate.cohortId)).get(userId);
		const next = nextAttempt(attempts?.attempts ?? [], course.marking);
		const papers = await markedPapers(trx, exam, userId, course);
		return {
			exam: { id: exam.id, kind: exam.kind, releasedAt: exam.releasedAt, words: exam.releaseWords },
			cohort: { name: cohort.name, timeZone: cohort.timeZone, communityId: cohort.communityId },
			candidateNumber: candidate.candidateNumber,
			result,
			rules: { weights: course.marking.weights, pass: course.marking.pass },
			groupMarkStands: candidate.groupMarkExamId !== null,
			papers: papers.map(({ markings, criteria, ...paper }) => ({
				...paper,
				words: markings.map(({ words }) => words),
				// Levels and each examiner's points are shown once the person has asked for them.
				detail: inspected ? { markings, criteria } : null,
			})),
			levelNames: course.levelNames,
			inspection: { until, open: now <= until, inspectedAt: inspected },
			objection,
			mayObject: !objection && objectionProblem(0, until, now) === null,
			retake: !result.passed && next.may && next.kind === 'retake' && attempts?.lastExamId === examId,
			passedElsewhere: !result.passed && (attempts?.attempts.includes('passed') ?? false),
		};
	},
});

async function currentResult(trx: Transaction<DB>, examId: string, userId: string) {
	return trx
		.selectFrom('examResult')
		.select([
			'id',
			'groupPoints',
			'casePoints',
			'reflectionPoints',
			'overall',
			'individual',
			'passed',
			'words',
			'releasedAt',
		])
		.where('examId', '=', examId)
		.where('userId', '=', userId)
		.where('supersededBy', 'is', null)
		.executeTakeFirst();
}

async function objectionOf(trx: Transaction<DB>, examId: string, userId: string) {
	const row = await trx
		.selectFrom('objection as o')
		.innerJoin('examResult as r', 'r.id', 'o.examResultId')
		.select(['o.id', 'o.reason', 'o.raisedAt', 'o.decidedAt', 'o.upheld', 'o.decisionWords'])
		.where('r.examId', '=', examId)
		.where('o.userId', '=', userId)
		.executeTakeFirst();
	return row ?? null;
}

async function inspectedBy(trx: Transaction<DB>, examId: string, userId: string): Promise<Date | null> {
	const { at } = await trx
		.selectFrom('inspection as i')
		.innerJoin('examResult as r', 'r.id', 'i.examResultId')
		.select((e) => e.fn.min('i.at').as('at'))
		.where('r.examId', '=', examId)
		.where('i.userId', '=', userId)
		.executeTakeFirstOrThrow();
	return at;
}

async function markedPapers(trx: Transaction<DB>, exam: ExamRow, userId: string, course: CourseExam) {
	const rows = await trx
		.selectFrom('paper as p')
		.innerJoin('examCandidate as c', (join) =>
			join
				.onRef('c.examId', '=', 'p.examId')
				.on((e) =>
					e.or([e('c.userId', '=', e.ref('p.userId')), e('c.learningGroupId', '=', e.ref('p.learningGroupId'))]),
				),
		)
		.select(['p.id', 'p.kind', 'p.paperNumber', 'p.handedInAt'])
		.where('p.examId', '=', exam.id)
		.where('c.userId', '=', userId)
		.execute();
	const byPaper = await markingsOf(
		trx,
		rows.map(({ id }) => id),
	);
	return rows.map(({ id, kind, paperNumber, handedInAt }) => ({
		id,
		kind: kindOf(kind),
		paperNumber,
		handedIn: handedInAt !== null,
		criteria: course.papers[kindOf(kind)].criteria,
		markings: (byPaper.get(id) ?? [])
			.filter(({ submittedAt }) => submittedAt !== null)
			.map((marking) => ({
				position: marking.position,
				levels: levelsOf(marking),
				points: pointsOf(marking),
				words: marking.words,
				settledWords: marking.settledWords,
				exceptionReason: marking.exceptionReason,
			})),
	}));
}

/** Looking into the marked papers, within the days for it; that somebody did is recorded. */
export const inspectResult = verb({
	name: 'inspectResult',
	method: 'post',
	path: '/exam-results/{examResultId}/inspection',
	summary: 'Inspect one’s marked papers: levels, points and words of each examiner',
	scope: 'exam:write',
	who: ['owner'],
	at: examResultGround,
	input: z.object({ examResultId: z.uuid() }),
	async run(scene, { examResultId }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const result = await trx
			.selectFrom('examResult')
			.select('examId')
			.where('id', '=', examResultId)
			.executeTakeFirstOrThrow();
		const exam = await trx.selectFrom('exam').selectAll().where('id', '=', result.examId).executeTakeFirstOrThrow();
		const cohort = await cohortOfExam(trx, exam);
		const course = await courseExamOf(trx, cohort.courseVersionId);
		const until = objectionUntil(exam.releasedAt ?? now, course.marking, cohort.timeZone);
		if (now > until)
			refuse('inspection_over', {
				values: { until: formatDayTime(until, { locale: scene.locale, timeZone: cohort.timeZone }) },
			});
		await trx
			.insertInto('inspection')
			.values({ examResultId, userId, at: now })
			.onConflict((c) => c.doNothing())
			.execute();
		await audit(trx, { action: 'result_inspected', actorId: userId, subjectId: examResultId, cohortId: cohort.id });
		return { papers: await markedPapers(trx, exam, userId, course) };
	},
});
