import { createHash, createHmac } from 'node:crypto';
import { sql, type RawBuilder, type Transaction } from 'kysely';
import { refuse } from '#platform/refusal.ts';
import { config } from '#platform/server/config.ts';
import type { DB } from '#platform/server/schema.ts';

export type KeyedCall = { userId: string; verb: string; key: string; request: Buffer };

/**
 * Claims the key for this transaction; `false`: somebody has. A second request that arrives meanwhile waits at the unique
 * index until the first has committed; a refusal rolls the row back with everything else, so that the key is free again.
 */
export async function claimKey(trx: Transaction<DB>, { userId, verb, key, request }: KeyedCall): Promise<boolean> {
	const { numAffectedRows } = await sql`
		insert into idempotency (user_id, verb, key, request) values (${userId}, ${verb}, ${key}, ${request})
		on conflict (user_id, verb, key) do nothing`.execute(trx);
	return numAffectedRows === 1n;
}

/**
 * What the first request under this key was answered.
 * @throws {Refusal} `key_reused` when the key came with something else then
 */
export async function firstAnswer<Answer>(
	trx: Transaction<DB>,
	{ userId, verb, key, request }: KeyedCall,
): Promise<Answer> {
	const { rows } = await sql<{ answer: Answer; request: Buffer | null }>`
		select answer -> 'is' as answer, request from idempotency
		where user_id = ${userId} and verb = ${verb} and key = ${key}`.execute(trx);
	const [first] = rows;
	if (!first) throw new Error('an answer was promised and is not there');
	if (first.request && !first.request.equals(request)) refuse('key_reused', { status: 422 });
	return first.answer;
}

/** The statement that keeps what is answered for whoever asks the same again. */
export const keepingAnswer = ({ userId, verb, key }: KeyedCall, answer: unknown): RawBuilder<unknown> => sql`
	update idempotency set answer = ${JSON.stringify({ is: answer ?? null })}
	where user_id = ${userId} and verb = ${verb} and key = ${key}`;

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
