import { sql, type Transaction } from 'kysely';
import type { DB } from '#platform/server/schema.ts';

/**
 * Runs `act` once for each (person, verb, key) and gives everyone who asks again the first answer.
 * A second request that arrives meanwhile waits at the unique index until the first has committed;
 * a refusal rolls the row back with everything else, so that the key is free again.
 */
export async function answerOnce<Answer>(
	trx: Transaction<DB>,
	call: { userId: string; verb: string; key: string },
	act: () => Promise<Answer>,
): Promise<Answer> {
	const claimed = await trx
		.insertInto('idempotency')
		.values(call)
		.onConflict((c) => c.columns(['userId', 'verb', 'key']).doNothing())
		.executeTakeFirst();
	if (!claimed.numInsertedOrUpdatedRows) {
		const { rows } = await sql<{ answer: Answer }>`
			select answer -> 'is' as answer from idempotency
			where user_id = ${call.userId} and verb = ${call.verb} and key = ${call.key}`.execute(trx);
		const [first] = rows;
		if (!first) throw new Error('an answer was promised and is not there');
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
