import { createHash, createHmac } from 'node:crypto';
import { sql, type RawBuilder, type Transaction } from 'kysely';
import { refuse } from '#platform/refusal.ts';
import { config } from '#platform/server/config.ts';
import type { DB } from '#platform/server/schema.ts';
import { meanwhile } from '#platform/server/transaction.ts';

export type KeyedCall = { userId: string; verb: string; key: string; input: object };
/** `first`: nobody has had this key before. `request`: what was asked for, as it can be compared. */
export type Claimed = Pick<KeyedCall, 'userId' | 'verb' | 'key'> & { first: boolean; request: Buffer };

/**
 * Claims the key for this transaction, unless somebody has. A second request that arrives meanwhile waits at the unique
 * index until the first has committed; a refusal rolls the row back with everything else, so that the key is free again.
 */
export async function claimKey(trx: Transaction<DB>, { userId, verb, key, input }: KeyedCall): Promise<Claimed> {
	const [{ rows }, request] = await Promise.all([
		sql`
			with claimed as (
				insert into idempotency (user_id, verb, key) values (${userId}, ${verb}, ${key})
				on conflict (user_id, verb, key) do nothing returning key
			)
			select key from claimed`.execute(trx),
		meanwhile(() => requestDigest(input)),
	]);
	return { userId, verb, key, request, first: rows.length === 1 };
}

/**
 * What the first request under this key was answered.
 * @throws {Refusal} `key_reused` when the key came with something else then
 */
export async function firstAnswer<Answer>(
	trx: Transaction<DB>,
	{ userId, verb, key, request }: Claimed,
): Promise<Answer> {
	const { rows } = await sql<{ answer: Answer; request: Buffer | null }>`
		select answer -> 'is' as answer, request from idempotency
		where user_id = ${userId} and verb = ${verb} and key = ${key}`.execute(trx);
	const [first] = rows;
	if (!first) throw new Error('an answer was promised and is not there');
	if (first.request && !first.request.equals(request)) refuse('key_reused', { status: 422 });
	return first.answer;
}

/** The statement that keeps what was asked and answered, for whoever asks the same again. */
export const keepingAnswer = ({ userId, verb, key, request }: Claimed, answer: unknown): RawBuilder<unknown> => sql`
	with kept as (
		update idempotency set request = ${request}, answer = ${JSON.stringify({ is: answer ?? null })}
		where user_id = ${userId} and verb = ${verb} and key = ${key}
	)
	select`;

/**
 * What was asked for, as it can be compared: the order of fields does not count, and of files their bytes do. Keyed, so
 * that nobody finds a password in it by trying.
 */
export async function requestDigest(input: object): Promise<Buffer> {
	const request = JSON.stringify(await comparable(input));
	return createHmac('sha256', config.secret).update(`request ${request}`).digest();
}

const sha256 = (data: Uint8Array): Buffer => createHash('sha256').update(data).digest();

async function comparable(value: unknown): Promise<unknown> {
	if (value instanceof Blob) return { bytes: sha256(new Uint8Array(await value.arrayBuffer())).toString('base64url') };
	if (value instanceof Uint8Array) return { bytes: sha256(value).toString('base64url') };
	if (value instanceof Date) return value.toISOString();
	if (Array.isArray(value)) return Promise.all(value.map(comparable));
	if (typeof value !== 'object' || value === null) return value;
	const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
	return Promise.all(fields.map(async ([name, inner]) => [name, await comparable(inner)]));
}
