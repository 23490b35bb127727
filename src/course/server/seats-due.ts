import type { Transaction } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import { mailApplicant } from '#course/server/application-mails.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { offerFreeSeats } from '#course/server/seats.ts';
import type { DueStep } from '#course/server/settle.ts';

/** An offer that was not answered in time ends, and the seat is offered to the one after. */
export const expireSeatOffers: DueStep = {
	name: 'expire seat offers',
	async dueAt(trx, cohort) {
		const { at } = await trx
			.selectFrom('seatOffer')
			.select((e) => e.fn.min('expiresAt').as('at'))
			.where('cohortId', '=', cohort.id)
			.where('answeredAt', 'is', null)
			.executeTakeFirstOrThrow();
		return at;
	},
	async run(trx, cohort, at) {
		const ended = await trx
			.updateTable('seatOffer')
			.set({ answeredAt: at, answer: 'expired' })
			.where('cohortId', '=', cohort.id)
			.where('answeredAt', 'is', null)
			.where('expiresAt', '<=', at)
			.returning('applicationId')
			.execute();
		await expire(trx, cohort, ended, at);
	},
};

/** An invitation that nobody used in 14 days ends and frees its seat. */
export const expireInvitations: DueStep = {
	name: 'expire invitations',
	async dueAt(trx, cohort) {
		const { at } = await trx
			.selectFrom('invitation as i')
			.innerJoin('application as a', 'a.id', 'i.applicationId')
			.select((e) => e.fn.min('i.expiresAt').as('at'))
			.where('a.cohortId', '=', cohort.id)
			.where('a.state', '=', 'accepted')
			.where('i.usedAt', 'is', null)
			.where('i.revokedAt', 'is', null)
			.executeTakeFirstOrThrow();
		return at;
	},
	async run(trx, cohort, at) {
		const ended = await trx
			.updateTable('invitation as i')
			.from('application as a')
			.set({ revokedAt: at })
			.whereRef('a.id', '=', 'i.applicationId')
			.where('a.cohortId', '=', cohort.id)
			.where('a.state', '=', 'accepted')
			.where('i.usedAt', 'is', null)
			.where('i.revokedAt', 'is', null)
			.where('i.expiresAt', '<=', at)
			.returning('a.id as applicationId')
			.execute();
		await expire(trx, cohort, ended, at);
	},
};

async function expire(
	trx: Transaction<DB>,
	cohort: CohortRow,
	ended: readonly { applicationId: string }[],
	at: Date,
): Promise<void> {
	for (const { applicationId } of ended) {
		const application = await trx
			.updateTable('application')
			.set({ state: 'expired' })
			.where('id', '=', applicationId)
			.returningAll()
			.executeTakeFirstOrThrow();
		await mailApplicant(trx, { kind: 'expired', cohort, application, at });
	}
	await offerFreeSeats(trx, cohort, at);
}
