import { sql, type Kysely } from 'kysely';
import { database } from '#platform/server/database.ts';
import { notFound } from '#platform/refusal.ts';
import type { DB } from '#platform/server/schema.ts';

/** A job that has failed as often as it may be tried; it waits for an administrator. */
export type DeadJob = {
	id: string;
	name: string;
	attempts: number;
	/** For administrators only: may quote an address. */
	lastError: string;
	createdAt: Date;
	failedAt: Date;
};

const isDead = sql`attempts >= max_attempts and locked_at is null`;
/** Mails that could not be sent have a list of their own. */
const isNoMail = sql`not exists (select from mail m where 'send_mail:' || m.id = key
	and m.failed_at is not null and m.sent_at is null and m.given_up_at is null)`;

/** The last to fail first, `most` of them, after the job that failed at `after.at`. */
export async function deadJobs(
	db: Kysely<DB> = database,
	{ most = 100, after }: { most?: number; after?: { at: string; id: string } | undefined } = {},
): Promise<DeadJob[]> {
	const failedAt = sql`date_trunc('milliseconds', updated_at)`;
	const { rows } = await sql<DeadJob>`
		select id::text, task_identifier as name, attempts, coalesce(last_error, '') as last_error,
			created_at, updated_at as failed_at
		from graphile_worker.jobs
		where ${isDead} and ${isNoMail} and (${after?.id ?? null}::bigint is null
			or (${failedAt}, id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::bigint))
		order by ${failedAt} desc, jobs.id desc limit ${most}`.execute(db);
	return rows;
}

/** Has a dead job tried again from the beginning, at once. @throws {Refusal} `not_found` */
export async function retryJob(id: string, db: Kysely<DB> = database): Promise<void> {
	const { rows } = await sql`
		select graphile_worker.reschedule_jobs(array_agg(id), run_at => now(), attempts => 0)
		from graphile_worker.jobs
		where id::text = ${id} and ${isDead}
		having count(*) > 0`.execute(db);
	if (rows.length === 0) throw notFound();
}

/** Takes a dead job away: what it was to do will not be done. Hands back what it was. @throws {Refusal} `not_found` */
export async function discardJob(id: string, db: Kysely<DB> = database): Promise<Pick<DeadJob, 'name' | 'lastError'>> {
	const { rows } = await sql<Pick<DeadJob, 'name' | 'lastError'>>`
		select task_identifier as name, coalesce(last_error, '') as last_error
		from graphile_worker.jobs where id::text = ${id} and ${isDead}`.execute(db);
	const [found] = rows;
	if (!found) throw notFound();
	await sql`select graphile_worker.complete_jobs(array[${id}::bigint])`.execute(db);
	return found;
}

/**
 * How much is to be done: jobs that are due and activities of which nobody has been told, since when the oldest of them
 * waits, and how many jobs are dead.
 */
export async function queueNow(db: Kysely<DB>): Promise<{ waiting: number; since: Date | null; dead: number }> {
	const { rows } = await sql<{ waiting: number; since: Date | null; dead: number }>`
		with waiting as (
			select run_at as since from graphile_worker.jobs where not (${isDead}) and run_at <= now()
			union all select since from activity_pending
		)
		select (select count(*) from waiting)::int as waiting, (select min(since) from waiting) as since,
			(select count(*) from graphile_worker.jobs where ${isDead} and ${isNoMail})::int as dead`.execute(db);
	return rows[0] ?? { waiting: 0, since: null, dead: 0 };
}
