import { sql } from 'kysely';
import { database } from '#platform/server/database.ts';
import { refuse } from '#platform/refusal.ts';

/** At most `most` times in each window of `seconds` for this bucket; real time, counted in the database so that all processes share it. */
export async function limit(bucket: string, most: number, seconds: number): Promise<void> {
	const now = Date.now();
	const windowStart = new Date(Math.floor(now / (seconds * 1000)) * seconds * 1000);
	const { count } = await database
		.insertInto('rateLimit')
		.values({ bucket, windowStart, count: 1 })
		.onConflict((c) => c.columns(['bucket', 'windowStart']).doUpdateSet({ count: sql`rate_limit.count + 1` }))
		.returning('count')
		.executeTakeFirstOrThrow();
	if (count <= most) return;
	const wait = Math.ceil((windowStart.getTime() + seconds * 1000 - now) / 1000);
	refuse('too_many_requests', { status: 429, values: { seconds: wait } });
}
