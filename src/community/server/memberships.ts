import type { Kysely, Transaction } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import { refuse } from '#platform/refusal.ts';
import { currentRules } from '#community/server/house-rules.ts';

export type MemberRole = 'member' | 'manager' | 'companion' | 'observer';

export type Entrance = {
	communityId: string;
	userId: string;
	role: string;
	/** Whoever let them in; oneself where one came on one's own. */
	by: string | null;
	at: Date;
};

/** Begins a membership. Whoever is in already stays what they are; coming back begins a new one. */
export async function enter(trx: Kysely<DB>, { communityId, userId, role, by, at }: Entrance): Promise<boolean> {
	const open = await trx
		.selectFrom('membership')
		.select('id')
		.where('communityId', '=', communityId)
		.where('userId', '=', userId)
		.where('endedAt', 'is', null)
		.executeTakeFirst();
	if (open) return false;
	const begun = await trx
		.insertInto('membership')
		.values({ communityId, userId, role, startedAt: at, givenBy: by })
		.onConflict((c) => c.doNothing())
		.returning('id')
		.executeTakeFirst();
	return begun !== undefined;
}

/** Ends all that somebody is in a community, and that they stand in for anybody. */
export async function endMembership(
	trx: Kysely<DB>,
	{ communityId, userId, by, reason, at }: Omit<Entrance, 'role'> & { reason: string | null },
): Promise<boolean> {
	const ended = await trx
		.updateTable('membership')
		.set({ endedAt: at, endedBy: by, endReason: reason })
		.where('communityId', '=', communityId)
		.where('userId', '=', userId)
		.where('endedAt', 'is', null)
		.returning('id')
		.execute();
	await trx
		.updateTable('deputy')
		.set({ endedAt: at, endedBy: by })
		.where('communityId', '=', communityId)
		.where('userId', '=', userId)
		.where('endedAt', 'is', null)
		.execute();
	return ended.length > 0;
}

/** What somebody is from now on; what they were before is ended and stays on record. */
export async function becomes(trx: Kysely<DB>, entrance: Entrance): Promise<void> {
	const { communityId, userId, role, by, at } = entrance;
	await trx
		.updateTable('membership')
		.set({ endedAt: at, endedBy: by })
		.where('communityId', '=', communityId)
		.where('userId', '=', userId)
		.where('role', '<>', role)
		.where('endedAt', 'is', null)
		.execute();
	await enter(trx, entrance);
}

/** The open roles of a person of a community. */
export async function rolesIn(db: Kysely<DB>, communityId: string, userId: string): Promise<string[]> {
	const rows = await db
		.selectFrom('membership')
		.select('role')
		.where('communityId', '=', communityId)
		.where('userId', '=', userId)
		.where('endedAt', 'is', null)
		.execute();
	return rows.map(({ role }) => role);
}

/** To be called with the community locked. @throws Refusal `last_manager` where nobody else is named its manager */
export async function refuseLastManager(trx: Transaction<DB>, communityId: string, userId: string): Promise<void> {
	const managers = await trx
		.selectFrom('membership')
		.select('userId')
		.where('communityId', '=', communityId)
		.where('role', '=', 'manager')
		.where('endedAt', 'is', null)
		.execute();
	const others = managers.filter((manager) => manager.userId !== userId);
	if (others.length < managers.length && others.length === 0) refuse('last_manager');
}

/**
 * House rules are accepted on entry, in the version that one has read.
 * @returns the rules that count, or null where the community has none
 * @throws Refusal `house_rules_on_entry`, or `house_rules_newer` when they changed meanwhile
 */
export async function rulesOnEntry(
	trx: Kysely<DB>,
	communityId: string,
	version: number | undefined,
): Promise<string | null> {
	const rules = await currentRules(trx, communityId);
	if (!rules) return null;
	if (version === undefined) refuse('house_rules_on_entry', { status: 422, field: 'houseRules' });
	if (version !== rules.version) refuse('house_rules_newer', { field: 'houseRules' });
	return rules.id;
}

export async function acceptRules(
	trx: Kysely<DB>,
	houseRulesId: string | null,
	{ userId, at }: { userId: string; at: Date },
): Promise<void> {
	if (!houseRulesId) return;
	await trx
		.insertInto('houseRulesAcceptance')
		.values({ houseRulesId, userId, acceptedAt: at })
		.onConflict((c) => c.doNothing())
		.execute();
}
