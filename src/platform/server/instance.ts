import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { database } from '#platform/server/database.ts';
import type { DB } from '#platform/server/schema.ts';

export type InstanceKind = 'demo' | 'production';

/** What this instance was initialised as; never changes. */
export async function instanceKind(db: Kysely<DB> = database): Promise<InstanceKind> {
	const { kind } = await db.selectFrom('instance').select('kind').executeTakeFirstOrThrow();
	return kind === 'demo' ? 'demo' : 'production';
}

/** Whether the first administrator is still to be set up: a production instance that nobody has set up yet. */
export async function awaitsSetUp(db: Kysely<DB> = database): Promise<boolean> {
	const row = await db
		.selectFrom('instance')
		.select('id')
		.where('kind', '=', 'production')
		.where('setupAt', 'is', null)
		.executeTakeFirst();
	return row !== undefined;
}

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * Makes the one-time token for the set-up page, which replaces the one of an earlier start;
 * `null` once the first administrator has been set up. Only its digest is kept.
 */
export async function setUpToken(): Promise<string | null> {
	const token = randomBytes(24).toString('base64url');
	const kept = await database
		.updateTable('instance')
		.set({ setupTokenDigest: digestOf(token) })
		.where('kind', '=', 'production')
		.where('setupAt', 'is', null)
		.executeTakeFirst();
	return kept.numUpdatedRows > 0n ? token : null;
}

/** Uses the token up, in the transaction that creates the administrator; `false` for a wrong or used one. */
export async function consumeSetUpToken(trx: Kysely<DB>, token: string): Promise<boolean> {
	const used = await trx
		.updateTable('instance')
		.set({ setupAt: new Date(), setupTokenDigest: null })
		.where('setupTokenDigest', '=', digestOf(token))
		.where('setupAt', 'is', null)
		.executeTakeFirst();
	return used.numUpdatedRows > 0n;
}

/** Whether the demo organisation is there, whole. */
export async function isFilled(db: Kysely<DB> = database): Promise<boolean> {
	const { filledAt } = await db.selectFrom('instance').select('filledAt').executeTakeFirstOrThrow();
	return filledAt !== null;
}

export async function markFilled(db: Kysely<DB> = database): Promise<void> {
	await db.updateTable('instance').set({ filledAt: new Date() }).execute();
}
