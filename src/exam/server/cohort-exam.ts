import { sql, type Transaction } from 'kysely';
import * as z from 'zod';
import { isCalendarDate, isWallTime } from '#platform/time.ts';
import { caseProblem } from '#exam/rules/case-choice.ts';
import { examSitting } from '#exam/rules/sitting.ts';
import { caseWish } from '#exam/server/case-use.ts';
import { examinersOf } from '#exam/server/desks.ts';
import { evidenceOf } from '#exam/server/evidence.ts';
import { frozenAt, frozenLearners, readyForMain } from '#exam/server/eligible.ts';
import { courseExamOf, type CourseExam } from '#exam/server/exam-rules.ts';
import { noteAccess } from '#community/server/record-access.ts';
import { cohortOfExam, phaseOf, type ExamCohort, type ExamRow } from '#exam/server/exam-row.ts';
import { fixedExamDay, windowFrom, windowOfExam } from '#exam/server/exam-window.ts';
import { examinedCohortGround } from '#exam/server/grounds.ts';
import { notLocked } from '#exam/server/locked.ts';
import { papersToMark } from '#exam/server/assigning.ts';
import { markingsOf, settlementOf } from '#exam/server/marking-rows.ts';
import { kindOf, papersOf } from '#exam/server/paper-rows.ts';
import { releaseBlockers } from '#exam/server/results.ts';
import { readyForRetake } from '#exam/server/schedule.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { Refusal } from '#platform/refusal.ts';

/** The organiser's view: who may sit the exam, its days, and the state of each paper and mark. Never a text, never points before release. */
export const cohortExam = verb({
	name: 'cohortExam',
	method: 'get',
	path: '/cohorts/{cohortId}/exam',
	summary: 'All about a cohort’s exams for its organisers: eligibility, cases, days, states of papers and marks',
	scope: 'exam:read',
	who: ['organiser'],
	at: examinedCohortGround,
	input: z.object({
		cohortId: z.uuid(),
		/** Shows the days of an exam that would open then, before it is scheduled. */
		opensOn: z.string().optional(),
		opensAt: z.string().optional(),
	}),
	async run(scene, input) {
		const { trx } = scene;
		const cohort = await cohortOfExam(trx, { cohortId: input.cohortId });
		const course = await courseExamOf(trx, cohort.courseVersionId);
		const learners = await frozenLearners(trx, cohort.id);
		const ready = await readyForMain(trx, cohort.id, course.marking);
		const wish = await caseWish(trx, cohort);
		const exams = await trx
			.selectFrom('exam')
			.selectAll()
			.where('cohortId', '=', cohort.id)
			.orderBy('opensAt', 'desc')
			.execute();
		const views = [];
		for (const exam of exams) views.push(await examView(scene, exam, cohort, course));
		const seen = [...learners, ...views.flatMap(({ candidates }) => candidates)];
		await noteAccess(
			scene,
			seen.map(({ userId }) => userId),
			'exam',
			cohort.timeZone,
		);
		return {
			cohort: {
				id: cohort.id,
				name: cohort.name,
				timeZone: cohort.timeZone,
				stateCode: cohort.stateCode,
				communityId: cohort.communityId,
			},
			rules: { workingDays: course.workingDays, minimumPeople: course.minimumPeople, marking: course.marking },
			frozenAt: (await frozenAt(trx, cohort.id)) ?? cohort.recordsGoneAt,
			learners: learners.map(({ userId, name, eligible }) => ({
				userId,
				name,
				eligible,
				ready: ready.includes(userId),
			})),
			sitting: examSitting(ready.length, course.minimumPeople),
			cases: wish.cases.map((candidate) => ({
				...candidate,
				title: wish.titles.get(candidate.id) ?? '',
				problem: caseProblem(candidate, wish)?.kind ?? null,
			})),
			/** Fixed when the cohort was opened, where everybody goes at their own pace. */
			fixedDay: await fixedExamDay(trx, cohort),
			preview: await preview(scene, cohort, course, input),
			exams: views,
			retake: (await readyForRetake(trx, cohort.id, course)).length,
			others: await cohortsToJoin(trx, cohort, course),
		};
	},
});

async function preview(
	scene: Scene,
	cohort: ExamCohort,
	{ workingDays }: CourseExam,
	{ opensOn, opensAt = '10:00' }: { opensOn?: string | undefined; opensAt?: string | undefined },
) {
	if (!opensOn || !isCalendarDate(opensOn) || !isWallTime(opensAt)) return null;
	try {
		const { locale } = scene;
		const window = await windowFrom(scene.trx, cohort, { date: opensOn, time: opensAt, workingDays, locale });
		return { opensOn, time: opensAt, window, problem: null };
	} catch (cause) {
		if (cause instanceof Refusal) return { opensOn, time: opensAt, window: null, problem: cause.values };
		throw cause;
	}
}

/** Cohorts of the provider whose eligible people could sit an exam here, because they are too few or had withdrawn. */
async function cohortsToJoin(trx: Transaction<DB>, cohort: ExamCohort, { minimumPeople }: CourseExam) {
	const others = await trx
		.selectFrom('cohort as k')
		.select(['k.id', 'k.name', 'k.courseVersionId'])
		.where('k.organisationId', '=', cohort.organisationId)
		.where('k.id', '<>', cohort.id)
		.where('k.cancelledAt', 'is', null)
		.where((e) => e.exists(e.selectFrom('eligibility as f').select('f.userId').whereRef('f.cohortId', '=', 'k.id')))
		.execute();
	const joining = [];
	for (const other of others) {
		const course = await courseExamOf(trx, other.courseVersionId);
		const people = await readyForMain(trx, other.id, course.marking);
		const hadExam = await trx
			.selectFrom('exam')
			.select('id')
			.where('cohortId', '=', other.id)
			.where('cancelledAt', 'is', null)
			.executeTakeFirst();
		if (people.length > 0 && (hadExam || people.length < minimumPeople))
			joining.push({ cohortId: other.id, name: other.name, people: people.length });
	}
	return joining;
}

async function examView(scene: Scene, exam: ExamRow, cohort: ExamCohort, course: CourseExam) {
	const { trx, now } = scene;
	const blind = await marksHere(scene, exam.id);
	const everybody = await trx
		.selectFrom('examCandidate as c')
		.innerJoin('user as u', 'u.id', 'c.userId')
		.leftJoin('learningGroup as g', 'g.id', 'c.learningGroupId')
		.leftJoin('examResult as r', (join) =>
			join.onRef('r.examId', '=', 'c.examId').onRef('r.userId', '=', 'c.userId').on('r.supersededBy', 'is', null),
		)
		.select([
			'c.userId',
			'u.name',
			'u.erasedAt',
			'c.cohortId',
			'c.candidateNumber',
			'c.learningGroupId',
			'g.name as groupName',
			'c.withdrawnAt',
			'c.withdrawalReason',
			'c.withdrawalDecidedAt',
			'c.withdrawalGranted',
			'r.overall',
			'r.individual',
			'r.passed',
		])
		.where('c.examId', '=', exam.id)
		.orderBy('g.position')
		.orderBy('u.name')
		.execute();
	const candidates = everybody.flatMap(({ erasedAt, ...candidate }) => (erasedAt ? [] : candidate));
	const extensions = await trx
		.selectFrom('examExtension as x')
		.leftJoin('user as u', 'u.id', 'x.userId')
		.leftJoin('learningGroup as g', 'g.id', 'x.learningGroupId')
		.select(['x.id', 'u.name', 'g.name as groupName', 'x.endsAt', 'x.reason', 'x.grantedAt'])
		.where('x.examId', '=', exam.id)
		.where('u.erasedAt', 'is', null)
		.orderBy('x.grantedAt')
		.execute();
	const evidence = await evidenceOf(
		trx,
		exam.id,
		candidates.map(({ userId }) => userId),
	);
	const { titles } = await caseWish(trx, cohort);
	return {
		id: exam.id,
		kind: exam.kind,
		phase: phaseOf(exam, now),
		opensAt: exam.opensAt,
		endsAt: exam.endsAt,
		closedAt: exam.closedAt,
		releasedAt: exam.releasedAt,
		cancelledAt: exam.cancelledAt,
		cancelReason: exam.cancelReason,
		papersGoneAt: exam.papersGoneAt,
		caseTitle: titles.get(exam.caseId) ?? '',
		days: (await windowOfExam(trx, cohort, exam, course.workingDays)).days,
		blind,
		/** Erased people whose evidence is locked. */
		locked: everybody.length - candidates.length,
		candidates: candidates.map(({ candidateNumber, ...candidate }) => ({
			...candidate,
			candidateNumber: blind ? null : candidateNumber,
			joined: candidate.cohortId !== cohort.id,
			evidence: evidence.filter(({ userId }) => userId === candidate.userId),
		})),
		papers: await paperStates(scene, exam, cohort, course, blind ? [] : candidates),
		extensions,
		examiners: exam.cancelledAt ? [] : await examinersOf(trx, exam, now),
		blockers: await releaseBlockers(trx, exam, now),
		unassigned: await countUnassigned(trx, exam),
		hearings: await hearingsOf(trx, exam.id, blind ? [] : candidates),
		objections: await objectionsOf(trx, exam.id),
	};
}

/** An organiser who also marks is told no names until the own marks are in. */
async function marksHere(scene: Scene, examId: string): Promise<boolean> {
	const open = await scene.trx
		.selectFrom('marking as g')
		.innerJoin('paper as p', 'p.id', 'g.paperId')
		.select('g.id')
		.where('p.examId', '=', examId)
		.where('g.examinerId', '=', signedIn(scene).userId)
		.where('g.endedAt', 'is', null)
		.where('g.submittedAt', 'is', null)
		.executeTakeFirst();
	return open !== undefined;
}

type Named = { userId: string; name: string; learningGroupId: string | null; groupName: string | null };

async function paperStates(
	{ trx, now }: Scene,
	exam: ExamRow,
	cohort: ExamCohort,
	course: CourseExam,
	candidates: readonly Named[],
) {
	const papers = await papersOf(trx, exam, 'open');
	const byPaper = await markingsOf(
		trx,
		papers.map(({ id }) => id),
	);
	const examiners = await trx
		.selectFrom('user')
		.select(['id', 'name'])
		.where('id', 'in', (e) =>
			e
				.selectFrom('marking as g')
				.innerJoin('paper as p', 'p.id', 'g.paperId')
				.select('g.examinerId')
				.where('p.examId', '=', exam.id),
		)
		.execute();
	const receipts = await receiptsOf(trx, exam.id, candidates.length > 0);
	return papers.map((paper) => {
		const markings = byPaper.get(paper.id) ?? [];
		const person = candidates.find(({ userId }) => userId === paper.userId);
		const group = candidates.find(
			({ learningGroupId }) => learningGroupId !== null && learningGroupId === paper.learningGroupId,
		);
		return {
			id: paper.id,
			kind: paper.kind,
			number: paper.paperNumber,
			of: person?.name ?? group?.groupName ?? null,
			authors: candidates
				.filter(({ userId, learningGroupId }) =>
					paper.userId
						? userId === paper.userId
						: learningGroupId !== null && learningGroupId === paper.learningGroupId,
				)
				.map(({ userId, name }) => ({ userId, name })),
			receipts: receipts.get(paper.id) ?? [],
			endsAt: paper.endsAt,
			extended: paper.endsAt > exam.endsAt,
			handedInAt: paper.handedInAt,
			automatic: paper.automatic,
			closed: paper.closedAt !== null,
			thirdNeededAt: paper.thirdNeededAt,
			settlement: settlementOf(markings, course.marking, cohort.timeZone, now).kind,
			markings: markings.map(({ id, position, examinerId, savedAt, submittedAt, exceptionReason }) => ({
				id,
				position,
				examiner: examiners.find((each) => each.id === examinerId)?.name ?? '',
				begun: savedAt !== null,
				submitted: submittedAt !== null,
				exceptionReason,
			})),
		};
	});
}

/** Every arrival and every taking back of a paper, in their order; by whom only where names are told. */
async function receiptsOf(trx: Transaction<DB>, examId: string, named: boolean) {
	const rows = await trx
		.selectFrom('paperHandIn as h')
		.innerJoin('paper as p', 'p.id', 'h.paperId')
		.leftJoin('user as u', 'u.id', 'h.userId')
		.select(['h.paperId', 'h.arrivedAt', 'h.automatic', 'h.pages', 'h.withdrawnAt', 'u.name'])
		.where('p.examId', '=', examId)
		.orderBy('h.arrivedAt')
		.execute();
	return Map.groupBy(
		rows.map(({ name, ...row }) => ({ ...row, by: named ? name : null })),
		({ paperId }) => paperId,
	);
}

async function countUnassigned(trx: Transaction<DB>, exam: ExamRow): Promise<number> {
	const papers = await papersToMark(trx, exam);
	const byPaper = await markingsOf(trx, papers);
	return papers.filter((id) => (byPaper.get(id)?.length ?? 0) < 2).length;
}

async function hearingsOf(trx: Transaction<DB>, examId: string, candidates: readonly Named[]) {
	const rows = await trx
		.selectFrom('hearing as h')
		.innerJoin('paper as p', 'p.id', 'h.paperId')
		.select([
			'h.id',
			'p.id as paperId',
			'p.paperNumber',
			'p.userId as authorId',
			'p.learningGroupId',
			'h.userId',
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
		.where(notLocked(sql`coalesce(h.user_id, p.user_id)`))
		.orderBy('h.openedAt')
		.execute();
	return rows.map(({ authorId, learningGroupId, userId, ...row }) => {
		const one = userId ?? authorId;
		return {
			...row,
			kind: kindOf(row.kind),
			of:
				(one
					? candidates.find((candidate) => candidate.userId === one)?.name
					: candidates.find((candidate) => candidate.learningGroupId === learningGroupId)?.groupName) ?? null,
		};
	});
}

async function objectionsOf(trx: Transaction<DB>, examId: string) {
	return trx
		.selectFrom('objection as o')
		.innerJoin('examResult as r', 'r.id', 'o.examResultId')
		.innerJoin('user as u', 'u.id', 'o.userId')
		.leftJoin('user as d', 'd.id', 'o.examinerId')
		.select([
			'o.id',
			'u.name',
			'o.reason',
			'o.raisedAt',
			'o.examinerId',
			'd.name as examiner',
			'o.decidedAt',
			'o.upheld',
			'o.decisionWords',
		])
		.where('r.examId', '=', examId)
		.where('u.erasedAt', 'is', null)
		.orderBy('o.raisedAt')
		.execute();
}
