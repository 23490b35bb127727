import { sql } from 'kysely';
import * as z from 'zod';
import { objectionUntil } from '#exam/rules/marking.ts';
import { caseOf } from '#exam/server/case-rows.ts';
import { evidenceOf } from '#exam/server/evidence.ts';
import { courseExamOfCohort } from '#exam/server/exam-rules.ts';
import { cohortOfExam, phaseOf, type ExamRow } from '#exam/server/exam-row.ts';
import { windowOfExam } from '#exam/server/exam-window.ts';
import { examGround } from '#exam/server/grounds.ts';
import { kindOf, papersOf } from '#exam/server/paper-rows.ts';
import { releaseBlockers } from '#exam/server/results.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';

/** The exam for its candidates in each of its phases; for staff of the cohort its dates, and results once released. */
export const examPage = verb({
	name: 'examPage',
	method: 'get',
	path: '/exams/{examId}',
	summary: 'An exam: its days, and from the opening on the case and one’s own papers',
	scope: 'exam:read',
	who: ['owner', 'organiser', 'companion', 'examiner'],
	at: examGround,
	input: z.object({ examId: z.uuid() }),
	async run(scene, { examId }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const exam = await trx.selectFrom('exam').selectAll().where('id', '=', examId).executeTakeFirstOrThrow();
		const cohort = await cohortOfExam(trx, exam);
		const course = await courseExamOfCohort(trx, cohort.id);
		const candidate = await ownCandidacy(scene, examId);
		const window = await windowOfExam(trx, cohort, exam, course.workingDays);
		const releases = scene.roles.has('organiser') || scene.roles.has('examiner');
		const opened = !exam.cancelledAt && now >= exam.opensAt;
		return {
			exam: {
				id: exam.id,
				kind: exam.kind,
				phase: phaseOf(exam, now),
				opensAt: exam.opensAt,
				endsAt: exam.endsAt,
				releasedAt: exam.releasedAt,
				cancelReason: exam.cancelReason,
			},
			cohort: {
				id: cohort.id,
				name: cohort.name,
				timeZone: cohort.timeZone,
				stateCode: cohort.stateCode,
				communityId: cohort.communityId,
			},
			days: window.days,
			workingDays: course.workingDays,
			hours: course.hours,
			pageLimits: course.pageLimits,
			candidate,
			/** What one attached to one's own withdrawal. */
			evidence: candidate ? await evidenceOf(trx, examId, [userId]) : [],
			group: candidate?.learningGroupId ? await groupOf(scene, examId, candidate.learningGroupId) : null,
			case: opened && candidate ? await caseOf(trx, exam.caseId) : null,
			papers: candidate && !candidate.withdrawalGranted ? await ownPapers(scene, exam, candidate) : [],
			hearings: candidate ? await ownHearings(scene, examId, userId) : [],
			objectionUntil: exam.releasedAt ? objectionUntil(exam.releasedAt, course.marking, cohort.timeZone) : null,
			/** Whom to ask while the exam runs. */
			organisers: await organisersOf(scene, cohort.id),
			/** For those who may release the results: what still keeps them from it. */
			release:
				releases && phaseOf(exam, now) === 'marking' ? { blockers: await releaseBlockers(trx, exam, now) } : null,
			organiser: scene.roles.has('organiser'),
			staff: ['organiser', 'companion', 'examiner'].some((role) => [...scene.roles].some((has) => has === role)),
		};
	},
});

async function organisersOf({ trx, now }: Scene, cohortId: string) {
	return trx
		.selectFrom('staffAssignment as s')
		.innerJoin('user as u', 'u.id', 's.userId')
		.select(['u.id as userId', 'u.name'])
		.where('s.cohortId', '=', cohortId)
		.where('s.role', '=', 'organiser')
		.where('s.startedAt', '<=', now)
		.where((e) => e.or([e('s.endedAt', 'is', null), e('s.endedAt', '>', now)]))
		.orderBy('u.name')
		.execute();
}

async function ownCandidacy(scene: Scene, examId: string) {
	const row = await scene.trx
		.selectFrom('examCandidate')
		.select([
			'candidateNumber',
			'learningGroupId',
			'groupMarkExamId',
			'withdrawnAt',
			'withdrawalReason',
			'withdrawalDecidedAt',
			'withdrawalGranted',
			'withdrawalAnswer',
		])
		.where('examId', '=', examId)
		.where('userId', '=', signedIn(scene).userId)
		.executeTakeFirst();
	return row ?? null;
}

async function groupOf({ trx }: Scene, examId: string, learningGroupId: string) {
	const group = await trx
		.selectFrom('learningGroup')
		.select('name')
		.where('id', '=', learningGroupId)
		.executeTakeFirstOrThrow();
	const members = await trx
		.selectFrom('examCandidate as c')
		.innerJoin('user as u', 'u.id', 'c.userId')
		.select(['u.id as userId', 'u.name', 'u.pictureFileId'])
		.where('c.examId', '=', examId)
		.where('c.learningGroupId', '=', learningGroupId)
		.where(sql<boolean>`c.withdrawal_granted is not true`)
		.orderBy('u.name')
		.execute();
	return { name: group.name, members };
}

async function ownPapers(scene: Scene, exam: ExamRow, candidate: { learningGroupId: string | null }) {
	const { userId } = signedIn(scene);
	const own = (await papersOf(scene.trx, exam)).filter(
		(paper) =>
			paper.userId === userId ||
			(paper.learningGroupId !== null && paper.learningGroupId === candidate.learningGroupId),
	);
	const order = ['group', 'case', 'reflection'];
	return own
		.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
		.map(({ id, kind, paperNumber, endsAt, handedInAt, automatic, automaticHandIn, closedAt }) => ({
			id,
			kind,
			paperNumber,
			endsAt,
			handedInAt,
			automatic,
			automaticHandIn,
			closed: closedAt !== null,
		}));
}

async function ownHearings({ trx }: Scene, examId: string, userId: string) {
	const rows = await trx
		.selectFrom('hearing as h')
		.innerJoin('paper as p', 'p.id', 'h.paperId')
		.innerJoin('examCandidate as c', 'c.examId', 'p.examId')
		.select([
			'h.id',
			'p.kind',
			'h.suspicion',
			'h.openedAt',
			'h.statement',
			'h.statementAt',
			'h.decidedAt',
			'h.outcome',
			'h.deductedPoints',
			'h.decisionWords',
		])
		.where('p.examId', '=', examId)
		.where('c.userId', '=', userId)
		.where((e) =>
			e.or([
				e('h.userId', '=', userId),
				e.and([
					e('h.userId', 'is', null),
					e.or([e('p.userId', '=', userId), e('p.learningGroupId', '=', e.ref('c.learningGroupId'))]),
				]),
			]),
		)
		.orderBy('h.openedAt')
		.execute();
	return rows.map((row) => ({ ...row, kind: kindOf(row.kind) }));
}
