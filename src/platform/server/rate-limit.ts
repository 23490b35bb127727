import { sql } from 'kysely';
import { database } from '#platform/server/database.ts';
import { refuse } from '#platform/refusal.ts';

/** At most `most` times in each window of `seconds` for this bucket; real time, counted in the database so that all processes share it. */
export async function limit(bucket: string, most: number, seconds: number): Promise<void> {
	const start = windowStart(seconds);
	if ((await count(bucket, start)) > most) refuseUntilNext(start, seconds);
}

/** How often something was asked for in this window: here, and elsewhere as far as this process has heard. */
type Known = { start: number; here: number; elsewhere: number };
const known = new Map<string, Known>();
/** Milliseconds after which what was done in passing is counted; it is answered by then. */
const later = 100;
/** Buckets that are known, before all are forgotten. */
const mostKnown = 10_000;

/**
 * As `limit`, for what hardly anybody does often: up to half of `most` it is counted while the work goes on, so that
 * nobody waits for the counting who is far from the limit.
 */
export async function limitInPassing(bucket: string, most: number, seconds: number): Promise<void> {
	const start = windowStart(seconds);
	const before = known.get(bucket);
	const times = before?.start === start ? before : { start, here: 0, elsewhere: 0 };
	if (known.size >= mostKnown) known.clear();
	known.set(bucket, times);
	const nth = ++times.here;
	const counting = async () => {
		const all = await count(bucket, start);
		times.elsewhere = Math.max(times.elsewhere, all - times.here);
	};
	// The work itself comes first. A database that cannot count cannot write either, which is where it is said.
	if (nth + times.elsewhere <= most / 2) return void setTimeout(() => counting().catch(() => {}), later).unref();
	await counting();
	if (nth + times.elsewhere > most) refuseUntilNext(start, seconds);
}

const windowStart = (seconds: number): number => Math.floor(Date.now() / (seconds * 1000)) * seconds * 1000;

async function count(bucket: string, start: number): Promise<number> {
	const { count } = await database
		.insertInto('rateLimit')
		.values({ bucket, windowStart: new Date(start), count: 1 })
		.onConflict((c) => c.columns(['bucket', 'windowStart']).doUpdateSet({ count: sql`rate_limit.count + 1` }))
		.returning('count')
		.executeTakeFirstOrThrow();
	return count;
}

function refuseUntilNext(start: number, seconds: number): never {
	const wait = Math.ceil((start + seconds * 1000 - Date.now()) / 1000);
	refuse('too_many_requests', { status: 429, values: { seconds: wait } });
}
