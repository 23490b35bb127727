import type { Kysely, Transaction } from 'kysely';
import * as z from 'zod';
import { audit } from '#platform/server/audit.ts';
import { record } from '#platform/server/activity.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { eligibility, requirements, type Requirement } from '#course/rules/requirements.ts';
import { cohortHere } from '#course/server/cohort-here.ts';
import { lockCohort, type CohortRow } from '#course/server/cohort-row.ts';
import { requirementRulesOf } from '#course/server/course-records.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import { exceptionGround } from '#course/server/learning-grounds.ts';
import { countsSchema, exceptionsIn } from '#course/server/learner-standing.ts';

const requirement = z.enum(requirements);

export const requestException = verb({
	name: 'requestException',
	method: 'post',
	path: '/communities/{communityId}/exceptions',
	summary: 'Ask to be admitted to the exam although one requirement is not met',
	scope: 'course:write',
	who: ['learner'],
	at: courseCommunityGround,
	status: 201,
	input: z.object({ communityId: z.uuid(), requirement, words: z.string().trim().min(20).max(4000) }),
	output: z.object({ exceptionId: z.uuid() }),
	async run(scene, input) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const cohort = await lockCohort(trx, scene.place.cohortId ?? '');
		await assertBeforeExam(trx, cohort.id, now);
		const before = await trx
			.selectFrom('requirementException')
			.select(['granted', 'decidedAt'])
			.where('cohortId', '=', cohort.id)
			.where('userId', '=', userId)
			.where('requirement', '=', input.requirement)
			.execute();
		if (before.some(({ decidedAt }) => decidedAt === null)) refuse('exception_pending', { field: 'requirement' });
		if (before.some(({ granted }) => granted)) refuse('exception_granted_already', { field: 'requirement' });
		const { id } = await trx
			.insertInto('requirementException')
			.values({
				cohortId: cohort.id,
				userId,
				requirement: input.requirement,
				words: input.words,
				requestedAt: now,
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(trx, {
			kind: 'exception_requested',
			actorId: userId,
			cohortId: cohort.id,
			subjectId: id,
			data: { userId, requirement: input.requirement },
			at: now,
		});
		return { exceptionId: id };
	},
});

export const decideException = verb({
	name: 'decideException',
	method: 'post',
	path: '/exceptions/{exceptionId}/decision',
	summary: 'Grant an exception, or not, for a reason that is kept',
	scope: 'course:write',
	who: ['organiser'],
	at: exceptionGround,
	input: z.object({
		exceptionId: z.uuid(),
		granted: z.union([z.boolean(), z.stringbool()]),
		reason: z.string().trim().min(10).max(4000),
	}),
	output: z.object({ granted: z.boolean() }),
	async run(scene, { exceptionId, granted, reason }) {
		const { trx, now } = scene;
		const viewer = signedIn(scene);
		const cohort = await lockCohort(trx, scene.place.cohortId ?? '');
		await assertBeforeExam(trx, cohort.id, now);
		const asked = await trx
			.selectFrom('requirementException')
			.selectAll()
			.where('id', '=', exceptionId)
			.forUpdate()
			.executeTakeFirstOrThrow();
		if (asked.decidedAt) refuse('exception_decided_already');
		if (asked.userId === viewer.userId) refuse('exception_own', { status: 403 });
		await trx
			.updateTable('requirementException')
			.set({ granted, reason, decidedAt: now, decidedBy: viewer.userId })
			.where('id', '=', exceptionId)
			.execute();
		await decided(scene, { userId: asked.userId, requirement: asked.requirement, exceptionId, granted, reason });
		return { granted };
	},
});

/** For whom nobody asked in time, or who cannot ask. */
export const grantException = verb({
	name: 'grantException',
	method: 'post',
	path: '/communities/{communityId}/learners/{userId}/exceptions',
	summary: 'Grant an exception without having been asked, for a reason that is kept',
	scope: 'course:write',
	who: ['organiser'],
	at: courseCommunityGround,
	status: 201,
	input: z.object({
		communityId: z.uuid(),
		userId: z.uuid(),
		requirement,
		reason: z.string().trim().min(10).max(4000),
	}),
	output: z.object({ exceptionId: z.uuid() }),
	async run(scene, { userId, requirement: which, reason }) {
		const { trx, now } = scene;
		const viewer = signedIn(scene);
		const cohort = await lockCohort(trx, scene.place.cohortId ?? '');
		await assertBeforeExam(trx, cohort.id, now);
		const learner = await trx
			.selectFrom('enrolment')
			.select('id')
			.where('cohortId', '=', cohort.id)
			.where('userId', '=', userId)
			.where('endedAt', 'is', null)
			.executeTakeFirst();
		if (!learner) throw notFound();
		if (userId === viewer.userId) refuse('exception_own', { status: 403 });
		const { id } = await trx
			.insertInto('requirementException')
			.values({
				cohortId: cohort.id,
				userId,
				requirement: which,
				words: '',
				requestedAt: now,
				decidedAt: now,
				decidedBy: viewer.userId,
				granted: true,
				reason,
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await decided(scene, { userId, requirement: which, exceptionId: id, granted: true, reason });
		return { exceptionId: id };
	},
});

async function assertBeforeExam(trx: Transaction<DB>, cohortId: string, now: Date): Promise<void> {
	if (await examHasOpened(trx, cohortId, now)) refuse('exception_too_late');
}

/** Whether the cohort's exam has opened, and with it the time for exceptions is over. */
export async function examHasOpened(db: Kysely<DB>, cohortId: string, now: Date): Promise<boolean> {
	const opened = await db
		.selectFrom('exam')
		.select('id')
		.where('cohortId', '=', cohortId)
		.where('kind', '=', 'main')
		.where('cancelledAt', 'is', null)
		.where('opensAt', '<=', now)
		.executeTakeFirst();
	return opened !== undefined;
}

type Decision = { userId: string; requirement: string; exceptionId: string; granted: boolean; reason: string };

async function decided(scene: Scene, { userId, requirement: which, exceptionId, granted, reason }: Decision) {
	const { trx, now } = scene;
	const viewer = signedIn(scene);
	const cohort = await cohortHere(scene);
	if (granted) await admitAnew(trx, cohort, userId);
	await audit(trx, {
		action: 'exception_decided',
		actorId: viewer.userId,
		subjectId: userId,
		cohortId: cohort.id,
		detail: { exceptionId, requirement: which, granted, reason },
	});
	await record(trx, {
		kind: 'exception_decided',
		actorId: viewer.userId,
		cohortId: cohort.id,
		subjectId: exceptionId,
		data: { userId, requirement: which, granted },
		at: now,
	});
}

/** The frozen counts stay as they are; only what follows from them is drawn anew. */
async function admitAnew(
	trx: Transaction<DB>,
	cohort: Pick<CohortRow, 'id' | 'courseVersionId' | 'deliveryFormat'>,
	userId: string,
): Promise<void> {
	const frozen = await trx
		.selectFrom('eligibility')
		.select('counts')
		.where('cohortId', '=', cohort.id)
		.where('userId', '=', userId)
		.forUpdate()
		.executeTakeFirst();
	if (!frozen) return;
	const rules = await requirementRulesOf(trx, cohort);
	const granted: readonly Requirement[] = (await exceptionsIn(trx, cohort.id)).get(userId) ?? [];
	const { eligible } = eligibility(countsSchema.parse(frozen.counts), rules, granted);
	await trx
		.updateTable('eligibility')
		.set({ eligible })
		.where('cohortId', '=', cohort.id)
		.where('userId', '=', userId)
		.execute();
}
