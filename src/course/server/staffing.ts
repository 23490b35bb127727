import type { Transaction } from 'kysely';
import type { DB } from '#platform/server/schema.ts';

export type StaffRole = 'organiser' | 'companion' | 'examiner';
type Post = { cohortId: string; communityId: string; userId: string; role: StaffRole };

/** What staff are in the cohort's community; examiners are nothing there. */
const membershipOf = { organiser: 'observer', companion: 'companion', examiner: null } as const;

/** Opens a staff assignment and the membership that goes with it. One that is open already stays as it is. */
export async function beginStaff(
	trx: Transaction<DB>,
	{ cohortId, communityId, userId, role }: Post,
	at: Date,
	exceptionReason: string | null = null,
): Promise<string | null> {
	const assignment = await trx
		.insertInto('staffAssignment')
		.values({ cohortId, userId, role, startedAt: at, exceptionReason })
		.onConflict((c) => c.doNothing())
		.returning('id')
		.executeTakeFirst();
	const membership = membershipOf[role];
	if (membership)
		await trx
			.insertInto('membership')
			.values({ communityId, userId, role: membership, startedAt: at })
			.onConflict((c) => c.doNothing())
			.execute();
	return assignment?.id ?? null;
}

/** Ends a staff assignment and the membership that went with it; the rows stay as a record. */
export async function endStaff(trx: Transaction<DB>, { cohortId, communityId, userId, role }: Post, at: Date) {
	await trx
		.updateTable('staffAssignment')
		.set({ endedAt: at })
		.where('cohortId', '=', cohortId)
		.where('userId', '=', userId)
		.where('role', '=', role)
		.where('endedAt', 'is', null)
		.execute();
	const membership = membershipOf[role];
	if (membership)
		await trx
			.updateTable('membership')
			.set({ endedAt: at })
			.where('communityId', '=', communityId)
			.where('userId', '=', userId)
			.where('role', '=', membership)
			.where('endedAt', 'is', null)
			.execute();
}
