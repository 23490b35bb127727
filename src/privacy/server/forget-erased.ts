import { sql, type Transaction } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import { locked } from '#privacy/server/erase.ts';
import { eraseRows } from '#privacy/server/erase-rows.ts';

/**
 * What an erasure leaves for later: the name of locked evidence, until there is none; rows that a request under way had
 * still written at that moment; the mail that told of it.
 */
export async function forgetErased(trx: Transaction<DB>, now: Date): Promise<void> {
	await sql`update erasure set locked_name = null where locked_name is not null
		and not ${locked(sql`erasure.user_id`)}`.execute(trx);
	const { rows } = await sql<{ userId: string }>`
		select user_id as "userId" from erasure where done_at > ${now}::timestamptz - interval '3 days'`.execute(trx);
	for (const { userId } of rows) await eraseRows(trx, userId);
	await sql`delete from mail where kind = 'account_erasure_done'
		and (sent_at is not null or given_up_at is not null or at < ${now}::timestamptz - interval '7 days')`.execute(trx);
}
