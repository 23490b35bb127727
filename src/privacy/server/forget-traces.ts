import { sql, type Transaction } from 'kysely';
import { goneWords } from '#conversation/gone-words.ts';
import type { DB } from '#platform/server/schema.ts';
import type { Retention } from '#privacy/retention.ts';
import { before } from '#privacy/server/forget-course.ts';

/** Looks at the records of others. */
export async function forgetLooks(trx: Transaction<DB>, now: Date, { access }: Retention): Promise<void> {
	await sql`delete from record_access where first_at < ${before(now, access)}`.execute(trx);
}

/** After 30 days a deleted post cannot be brought back (design.md, Nothing is lost); then its words go for good. */
export async function forgetDeletedPosts(trx: Transaction<DB>, now: Date): Promise<void> {
	const { rows } = await sql<{ id: string }>`
		update post p set body = ${goneWords}, words = 0
		where p.deleted_at < ${now}::timestamptz - interval '30 days' and p.body <> ${goneWords}
			and not exists(select from flag f where f.post_id = p.id and f.decided_at is null)
		returning p.id`.execute(trx);
	const ids = rows.map(({ id }) => id);
	if (ids.length === 0) return;
	await sql`delete from post_revision where post_id = any(${ids}::uuid[])`.execute(trx);
	await sql`delete from mention where post_id = any(${ids}::uuid[])`.execute(trx);
	await detachFiles(trx, sql`post_id = any(${ids}::uuid[])`);
}

/** Takes files off posts, and away where no other post carries them. */
export async function detachFiles(trx: Transaction<DB>, which: ReturnType<typeof sql>): Promise<void> {
	await sql`with gone as (delete from post_file where ${which} returning file_id, post_id)
		update file f set removed_at = now() where f.id in (select file_id from gone) and f.removed_at is null
			and not exists(select from post_file a where a.file_id = f.id
				and not exists(select from gone g where g.file_id = a.file_id and g.post_id = a.post_id))`.execute(trx);
}

/** What is only of use for a while, in real time: ended sessions, used links, answers to retries, counts of requests. */
export async function forgetTraces(trx: Transaction<DB>, _now: Date, { exam }: Retention): Promise<void> {
	await sql`delete from session where expires_at < now()`.execute(trx);
	await sql`delete from verification where expires_at < now()`.execute(trx);
	await sql`delete from access_token where expires_at < now() - interval '90 days'`.execute(trx);
	await sql`delete from calendar_token where revoked_at < now() - interval '90 days'`.execute(trx);
	await sql`delete from idempotency where created_at < now() - interval '30 days'`.execute(trx);
	await sql`delete from rate_limit where window_start < now() - interval '1 day'`.execute(trx);
	// that something was done stays in the log; the words about people go with the papers they were about
	await sql`update audit set detail = detail - ${wordsInLog}::text[]
		where at < now() - make_interval(months => ${exam}) and detail ?| ${wordsInLog}::text[]`.execute(trx);
}

/** Where entries of the log hold words about people. */
export const wordsInLog = ['words', 'reason', 'exceptionReason', 'internal', 'message', 'name', 'email'];
