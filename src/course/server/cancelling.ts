import type { Transaction } from 'kysely';
import * as z from 'zod';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { mailApplicant } from '#course/server/application-mails.ts';
import { lockCohort, type CohortRow } from '#course/server/cohort-row.ts';
import { cohortGround } from '#course/server/grounds.ts';
import { endPromises } from '#course/server/withdrawing.ts';

/**
 * Cancels a cohort. The message reaches everyone: applicants by mail, learners and staff as a message of the platform.
 * The community stays readable, coming meetings and shifts are off.
 */
export const cancelCohort = verb({
	name: 'cancelCohort',
	method: 'post',
	path: '/cohorts/{cohortId}/cancel',
	summary: 'Cancel a cohort with a message to all',
	scope: 'course:write',
	who: ['organiser'],
	at: cohortGround,
	input: z.object({ cohortId: z.uuid(), message: z.string().trim().min(10).max(4000) }),
	async run(scene, { cohortId, message }) {
		const { trx, now } = scene;
		const actorId = signedIn(scene).userId;
		const cohort = await lockCohort(trx, cohortId);
		if (cohort.cancelledAt) refuse('cohort_is_cancelled');
		if (cohort.closedAt) refuse('cohort_is_closed');
		await trx
			.updateTable('cohort')
			.set({ cancelledAt: now, cancelMessage: message, dueAt: now })
			.where('id', '=', cohortId)
			.execute();
		await cancelMeetings(trx, cohort, now);
		await endShifts(trx, cohort, now);
		await tellApplicants(trx, cohort, message, now);
		await record(trx, {
			kind: 'cohort_cancelled',
			actorId,
			communityId: cohort.communityId,
			cohortId,
			subjectId: cohortId,
			data: { message },
			at: now,
		});
		await audit(trx, { action: 'cohort_cancelled', actorId, subjectId: cohortId, cohortId, detail: { message } });
		return { cancelled: true };
	},
});

async function cancelMeetings(trx: Transaction<DB>, cohort: CohortRow, at: Date): Promise<void> {
	await trx
		.updateTable('meeting')
		.set((e) => ({ cancelledAt: at, sequence: e('sequence', '+', 1) }))
		.where('communityId', '=', cohort.communityId)
		.where('startsAt', '>', at)
		.where('cancelledAt', 'is', null)
		.execute();
}

async function endShifts(trx: Transaction<DB>, cohort: CohortRow, at: Date): Promise<void> {
	const open = () =>
		trx.updateTable('shift').where('communityId', '=', cohort.communityId).where('removedAt', 'is', null);
	await open().set({ endsAt: at }).where('startsAt', '<=', at).where('endsAt', '>', at).execute();
	await open().set({ removedAt: at }).where('startsAt', '>', at).execute();
}

async function tellApplicants(trx: Transaction<DB>, cohort: CohortRow, message: string, at: Date): Promise<void> {
	const applicants = await trx
		.selectFrom('application')
		.selectAll()
		.where('cohortId', '=', cohort.id)
		.where('state', 'in', ['received', 'waitlisted', 'offered', 'accepted'])
		.orderBy('position')
		.forUpdate()
		.execute();
	for (const application of applicants) {
		await endPromises(trx, application.id, at);
		await mailApplicant(trx, { kind: 'cancelled', cohort, application, at, words: message });
	}
}
