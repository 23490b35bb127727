import { createHash, createHmac } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { refuse } from '#platform/refusal.ts';
import { config } from '#platform/server/config.ts';
import type { DB } from '#platform/server/schema.ts';

export type KeyedCall = { userId: string; verb: string; key: string; request: Buffer };

/**
 * Runs `act` once for each (person, verb, key) and gives everyone who asks the same again the first answer.
 * A second request that arrives meanwhile waits at the unique index until the first has committed;
 * a refusal rolls the row back with everything else, so that the key is free again.
 * @throws {Refusal} `key_reused` when the key came with something else before
 */
export async function answerOnce<Answer>(
	trx: Transaction<DB>,
	{ request, ...call }: KeyedCall,
	act: () => Promise<Answer>,
): Promise<Answer> {
	const claimed = await trx
		.insertInto('idempotency')
		.values({ ...call, request })
		.onConflict((c) => c.columns(['userId', 'verb', 'key']).doNothing())
		.executeTakeFirst();
	if (!claimed.numInsertedOrUpdatedRows) {
		const { rows } = await sql<{ answer: Answer; request: Buffer | null }>`
			select answer -> 'is' as answer, request from idempotency
			where user_id = ${call.userId} and verb = ${call.verb} and key = ${call.key}`.execute(trx);
		const [first] = rows;
		if (!first) throw new Error('an answer was promised and is not there');
		if (first.request && !first.request.equals(request)) refuse('key_reused', { status: 422 });
		return first.answer;
	}
	const answer = await act();
	await trx
		.updateTable('idempotency')
		.set({ answer: JSON.stringify({ is: answer ?? null }) })
		.where('userId', '=', call.userId)
		.where('verb', '=', call.verb)
		.where('key', '=', call.key)
		.execute();
	return answer;
}

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
