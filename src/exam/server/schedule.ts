import type { Transaction } from 'kysely';
import * as z from 'zod';
import { standing } from '#community/server/standing.ts';
import { lockCohort } from '#course/server/cohort-row.ts';
import { examSitting } from '#exam/rules/sitting.ts';
import { nextAttempt } from '#exam/rules/marking.ts';
import { attemptsOf } from '#exam/server/attempts.ts';
import { caseForExam } from '#exam/server/case-use.ts';
import { randomCodes } from '#exam/server/codes.ts';
import { frozenAt, readyForMain } from '#exam/server/eligible.ts';
import { cohortOfExam, lockExam, type ExamCohort } from '#exam/server/exam-row.ts';
import { courseExamOf, type CourseExam } from '#exam/server/exam-rules.ts';
import { fixedExamDay, windowFrom } from '#exam/server/exam-window.ts';
import { examGround, examinedCohortGround } from '#exam/server/grounds.ts';
import { groupPapersMarked } from '#exam/server/group-marks.ts';
import { seatCandidates } from '#exam/server/seating.ts';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { isWallTime } from '#platform/time.ts';
import { formatDate } from '#ui/format.ts';

const opening = {
	/** A working day in the cohort's calendar; it is not counted. */
	opensOn: z.iso.date(),
	/** On the clock in the cohort's time zone. */
	opensAt: z.string().refine(isWallTime).default('10:00'),
	/** Without one, a case is drawn by lot from those no cohort of the provider has had. */
	caseId: z.union([z.uuid(), z.literal('')]).default(''),
};
type Opening = { opensOn: string; opensAt: string; caseId: string };

export const scheduleExam = verb({
	name: 'scheduleExam',
	method: 'post',
	path: '/cohorts/{cohortId}/exam',
	summary: 'Schedule the cohort’s exam for all eligible learners, in the groups of the last meeting',
	scope: 'exam:write',
	who: ['organiser'],
	at: examinedCohortGround,
	status: 201,
	input: z.object({ cohortId: z.uuid(), ...opening }),
	output: z.object({ examId: z.uuid(), opensAt: z.date(), endsAt: z.date(), candidates: z.int() }),
	async run(scene, { cohortId, ...wish }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const row = await lockCohort(trx, cohortId);
		if (row.cancelledAt) refuse('invitation_cohort_cancelled');
		const cohort = await cohortOfExam(trx, { cohortId });
		const course = await courseExamOf(trx, cohort.courseVersionId);
		if (!(await frozenAt(trx, cohortId))) refuse('exam_before_freeze');
		const scheduled = await trx
			.selectFrom('exam')
			.select('id')
			.where('cohortId', '=', cohortId)
			.where('kind', '=', 'main')
			.where('cancelledAt', 'is', null)
			.executeTakeFirst();
		if (scheduled) refuse('exam_scheduled_twice');
		await refuseOtherDay(scene, cohort, wish);
		const people = await readyForMain(trx, cohortId, course.marking);
		const sitting = examSitting(people.length, course.minimumPeople);
		if (sitting.kind === 'join_next_cohort')
			refuse('exam_too_few', { values: { people: sitting.people, least: course.minimumPeople } });
		const exam = await putDown(scene, cohort, course, wish, 'main');
		const newcomers = people.map((person) => ({ userId: person, cohortId }));
		await seatCandidates(trx, cohort, { id: exam.examId, newcomers, by: userId, at: now });
		await announceExam(scene, cohort, { examId: exam.examId, kind: 'exam_scheduled' });
		return { ...exam, candidates: people.length };
	},
});

/** An exam whose day was fixed when the cohort was opened is held on that day, or the next working day. */
async function refuseOtherDay({ trx, locale }: Scene, cohort: ExamCohort, { opensOn }: Opening): Promise<void> {
	const fixed = await fixedExamDay(trx, cohort);
	if (fixed !== null && opensOn !== fixed)
		refuse('exam_day_is_fixed', { field: 'opensOn', values: { day: formatDate(fixed, locale) } });
}

/** One retake after a failure, both individual papers with a new case; the group's mark stands (house rule). */
export const scheduleRetake = verb({
	name: 'scheduleRetake',
	method: 'post',
	path: '/cohorts/{cohortId}/exam/retake',
	summary:
		'Schedule a retake of the individual papers for those who failed, or withdrew for cause after the group paper',
	scope: 'exam:write',
	who: ['organiser'],
	at: examinedCohortGround,
	status: 201,
	input: z.object({ cohortId: z.uuid(), ...opening }),
	output: z.object({ examId: z.uuid(), opensAt: z.date(), endsAt: z.date(), candidates: z.int() }),
	async run(scene, { cohortId, ...wish }) {
		const { trx } = scene;
		await lockCohort(trx, cohortId);
		const cohort = await cohortOfExam(trx, { cohortId });
		const course = await courseExamOf(trx, cohort.courseVersionId);
		const people = await readyForRetake(trx, cohortId, course);
		if (people.length === 0) refuse('retake_nobody');
		const exam = await putDown(scene, cohort, course, wish, 'retake');
		const numbers = randomCodes(people.length, 6);
		await trx
			.insertInto('examCandidate')
			.values(people.map((person, n) => ({ ...person, examId: exam.examId, candidateNumber: numbers[n] ?? '' })))
			.execute();
		await announceExam(scene, cohort, { examId: exam.examId, kind: 'retake_scheduled' });
		return { ...exam, candidates: people.length };
	},
});

/** Who may sit a retake in this cohort, with the exam whose group mark stands. */
export async function readyForRetake(trx: Transaction<DB>, cohortId: string, course: CourseExam) {
	const sat = await trx
		.selectFrom('examCandidate as c')
		.innerJoin('exam as e', 'e.id', 'c.examId')
		.select(['c.userId', 'c.cohortId', 'c.examId', 'c.groupMarkExamId', 'c.withdrawalGranted', 'e.releasedAt'])
		.where('e.cohortId', '=', cohortId)
		.where('e.cancelledAt', 'is', null)
		.orderBy('e.opensAt', 'desc')
		.execute();
	const marked = await groupPapersMarked(trx, cohortId);
	const ready: { userId: string; cohortId: string; groupMarkExamId: string }[] = [];
	for (const [home, people] of Map.groupBy(sat, ({ cohortId: own }) => own)) {
		const attempts = await attemptsOf(trx, home);
		for (const { userId, examId, groupMarkExamId, withdrawalGranted, releasedAt } of people) {
			const so = attempts.get(userId);
			if (!so || so.pending || so.lastExamId !== examId || !releasedAt) continue;
			const next = nextAttempt(so.attempts, course.marking);
			const groupMark = groupMarkExamId ?? examId;
			if (!next.may || (withdrawalGranted && !groupMarkExamId && !marked.has(`${examId} ${userId}`))) continue;
			if (!withdrawalGranted && next.kind !== 'retake') continue;
			ready.push({ userId, cohortId: home, groupMarkExamId: groupMark });
		}
	}
	return ready;
}

/** Too few for an exam of their own, or withdrawn for cause: people of another cohort of the provider sit this one. */
export const joinExam = verb({
	name: 'joinExam',
	method: 'post',
	path: '/exams/{examId}/candidates',
	summary: 'Let eligible learners of another cohort sit this exam: too few for their own, or withdrawn for cause',
	scope: 'exam:write',
	who: ['organiser'],
	at: examGround,
	status: 201,
	input: z.object({ examId: z.uuid(), fromCohortId: z.uuid() }),
	output: z.object({ joined: z.int() }),
	async run(scene, { examId, fromCohortId }) {
		const { trx, now, place } = scene;
		const { userId } = signedIn(scene);
		const { cohortId } = await trx
			.selectFrom('exam')
			.select('cohortId')
			.where('id', '=', examId)
			.executeTakeFirstOrThrow();
		for (const id of [cohortId, fromCohortId].toSorted()) await lockCohort(trx, id);
		const from = await cohortOfExam(trx, { cohortId: fromCohortId });
		const roles = await standing(trx, scene.viewer, now, { ...from, cohortId: fromCohortId, owners: [] });
		if (!roles.has('organiser') || from.organisationId !== place.organisationId)
			refuse('not_found', { status: 404, field: 'fromCohortId' });
		const exam = await lockExam(trx, examId);
		if (exam.kind !== 'main' || exam.cancelledAt || now >= exam.opensAt) refuse('exam_has_opened');
		const course = await courseExamOf(trx, from.courseVersionId);
		const people = await readyForMain(trx, fromCohortId, course.marking);
		if (people.length === 0) refuse('exam_nobody_to_join', { field: 'fromCohortId' });
		if (!(await hadExam(trx, fromCohortId)) && examSitting(people.length, course.minimumPeople).kind === 'held')
			refuse('exam_of_their_own', { field: 'fromCohortId' });
		const newcomers = people.map((person) => ({ userId: person, cohortId: fromCohortId }));
		const cohort = await cohortOfExam(trx, exam);
		await seatCandidates(trx, cohort, { id: examId, newcomers, by: userId, at: now });
		await audit(trx, { action: 'exam_joined', actorId: userId, subjectId: examId, cohortId, detail: { fromCohortId } });
		await announceExam(scene, cohort, { examId, kind: 'exam_scheduled' });
		return { joined: people.length };
	},
});

async function hadExam(trx: Transaction<DB>, cohortId: string): Promise<boolean> {
	const exam = await trx
		.selectFrom('exam')
		.select('id')
		.where('cohortId', '=', cohortId)
		.where('cancelledAt', 'is', null)
		.executeTakeFirst();
	return exam !== undefined;
}

export const cancelExam = verb({
	name: 'cancelExam',
	method: 'post',
	path: '/exams/{examId}/cancellation',
	summary: 'Call an exam off before it opens; its case may be used again',
	scope: 'exam:write',
	who: ['organiser'],
	at: examGround,
	input: z.object({ examId: z.uuid(), reason: z.string().trim().min(10).max(2000) }),
	async run(scene, { examId, reason }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const exam = await lockExam(trx, examId);
		if (exam.cancelledAt) refuse('exam_cancelled_already');
		if (now >= exam.opensAt) refuse('exam_has_opened');
		await trx
			.updateTable('exam')
			.set({ cancelledAt: now, cancelledBy: userId, cancelReason: reason, dueAt: null })
			.where('id', '=', examId)
			.execute();
		const cohort = await cohortOfExam(trx, exam);
		await audit(trx, {
			action: 'exam_cancelled',
			actorId: userId,
			subjectId: examId,
			cohortId: cohort.id,
			detail: { reason },
		});
		await announceExam(scene, cohort, { examId, kind: 'exam_cancelled' });
		return { cancelled: true };
	},
});

async function putDown(
	scene: Scene,
	cohort: ExamCohort,
	course: CourseExam,
	{ opensOn, opensAt: time, caseId }: Opening,
	kind: 'main' | 'retake',
) {
	const { trx, now, locale } = scene;
	const { userId } = signedIn(scene);
	const { workingDays } = course;
	const { opensAt, endsAt } = await windowFrom(trx, cohort, { date: opensOn, time, workingDays, locale });
	if (opensAt < now) refuse('exam_in_the_past', { field: 'opensOn' });
	const { id } = await trx
		.insertInto('exam')
		.values({
			cohortId: cohort.id,
			kind,
			caseId: await caseForExam(trx, cohort, caseId || null),
			opensAt,
			endsAt,
			scheduledAt: now,
			scheduledBy: userId,
			dueAt: opensAt,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await audit(trx, { action: `exam_scheduled`, actorId: userId, subjectId: id, cohortId: cohort.id, detail: { kind } });
	return { examId: id, opensAt, endsAt };
}

async function announceExam(
	scene: Scene,
	cohort: ExamCohort,
	{ examId, kind }: { examId: string; kind: string },
): Promise<void> {
	await record(scene.trx, {
		kind,
		actorId: signedIn(scene).userId,
		communityId: cohort.communityId,
		cohortId: cohort.id,
		subjectId: examId,
		data: {},
		at: scene.now,
	});
}
