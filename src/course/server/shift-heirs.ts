import type { Transaction } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';

/** Ends the shift that someone holds now and takes the coming ones away. */
export async function giveUpShifts(trx: Transaction<DB>, cohort: CohortRow, userId: string, at: Date): Promise<void> {
	const open = () =>
		trx
			.updateTable('shift')
			.where('communityId', '=', cohort.communityId)
			.where('userId', '=', userId)
			.where('removedAt', 'is', null);
	await open().set({ endsAt: at }).where('startsAt', '<=', at).where('endsAt', '>', at).execute();
	await open().set({ removedAt: at }).where('startsAt', '>', at).execute();
}
