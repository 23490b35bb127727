import type { Transaction } from 'kysely';
import * as z from 'zod';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { notFound } from '#platform/refusal.ts';
import { lockCohort, type CohortRow } from '#course/server/cohort-row.ts';
import { cohortGround } from '#course/server/grounds.ts';
import { givesSeats, offerFreeSeats } from '#course/server/seats.ts';
import { giveUpShifts } from '#course/server/shift-heirs.ts';

/** A learner leaves the course. What the learner wrote stays; the seat goes to the waitlist while seats are given. */
export const leaveCohort = verb({
	name: 'leaveCohort',
	method: 'post',
	path: '/cohorts/{cohortId}/leave',
	summary: 'Leave the cohort one is enrolled in',
	scope: 'course:write',
	who: ['learner'],
	at: cohortGround,
	input: z.object({ cohortId: z.uuid(), words: z.string().trim().max(2000).default('') }),
	async run(scene, { cohortId, words }) {
		const { userId } = signedIn(scene);
		const cohort = await lockCohort(scene.trx, cohortId);
		await endEnrolment(scene.trx, cohort, { userId, by: userId, reason: words, at: scene.now });
		return { left: true };
	},
});

/** What a learner should know before leaving: whether the seat can still go to somebody else. */
export const ownEnrolment = verb({
	name: 'ownEnrolment',
	method: 'get',
	path: '/cohorts/{cohortId}/enrolment',
	summary: 'One’s own enrolment in a cohort',
	scope: 'course:read',
	who: ['learner'],
	at: cohortGround,
	input: z.object({ cohortId: z.uuid() }),
	async run({ trx, now }, { cohortId }) {
		const cohort = await trx.selectFrom('cohort').selectAll().where('id', '=', cohortId).executeTakeFirstOrThrow();
		return {
			cohort: { cohortId, communityId: cohort.communityId, name: cohort.name },
			givesSeats: await givesSeats(trx, cohort, now),
		};
	},
});

/** An organiser ends someone's enrolment, for a reason that is kept. */
export const endLearnerEnrolment = verb({
	name: 'endLearnerEnrolment',
	method: 'post',
	path: '/cohorts/{cohortId}/learners/{userId}/end',
	summary: 'End a learner’s enrolment for a reason',
	scope: 'course:write',
	who: ['organiser'],
	at: cohortGround,
	input: z.object({ cohortId: z.uuid(), userId: z.uuid(), reason: z.string().trim().min(10).max(2000) }),
	async run(scene, { cohortId, userId, reason }) {
		const by = signedIn(scene).userId;
		const cohort = await lockCohort(scene.trx, cohortId);
		await endEnrolment(scene.trx, cohort, { userId, by, reason, at: scene.now });
		await audit(scene.trx, {
			action: 'enrolment_ended',
			actorId: by,
			subjectId: userId,
			cohortId,
			detail: { reason },
		});
		return { ended: true };
	},
});

/** Ends an enrolment with what hangs on it; the cohort's row is held. @throws Refusal `not_found` when there is none */
export async function endEnrolment(
	trx: Transaction<DB>,
	cohort: CohortRow,
	{ userId, by, reason, at }: { userId: string; by: string; reason: string; at: Date },
): Promise<void> {
	const ended = await trx
		.updateTable('enrolment')
		.set({ endedAt: at, endReason: reason })
		.where('cohortId', '=', cohort.id)
		.where('userId', '=', userId)
		.where('endedAt', 'is', null)
		.returning('applicationId')
		.executeTakeFirst();
	if (!ended) throw notFound();
	await trx
		.updateTable('membership')
		.set({ endedAt: at })
		.where('communityId', '=', cohort.communityId)
		.where('userId', '=', userId)
		.where('role', '=', 'member')
		.where('endedAt', 'is', null)
		.execute();
	if (ended.applicationId)
		await trx
			.updateTable('application')
			.set({ state: 'withdrawn', withdrawnAt: at })
			.where('id', '=', ended.applicationId)
			.execute();
	await leaveGroups(trx, cohort, userId, at);
	await giveUpShifts(trx, cohort, userId, at);
	await record(trx, {
		kind: 'learner_left',
		actorId: by,
		communityId: cohort.communityId,
		cohortId: cohort.id,
		subjectId: userId,
		at,
	});
	await offerFreeSeats(trx, cohort, at);
}

/** Out of the groups of units that are not over; groups of the past stay as they were. */
async function leaveGroups(trx: Transaction<DB>, cohort: CohortRow, userId: string, at: Date): Promise<void> {
	await trx
		.updateTable('learningGroupMember as member')
		.from('learningGroup as g')
		.set({ leftAt: at })
		.whereRef('g.id', '=', 'member.learningGroupId')
		.where('g.cohortId', '=', cohort.id)
		.where('g.unitNumber', '>=', cohort.unitsOpened)
		.where('member.userId', '=', userId)
		.where('member.leftAt', 'is', null)
		.execute();
}
