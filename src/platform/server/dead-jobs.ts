import { sql } from 'kysely';
import { database } from '#platform/server/database.ts';
import { notFound } from '#platform/refusal.ts';

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

/** The newest hundred, the last to fail first. */
export async function deadJobs(): Promise<DeadJob[]> {
	const { rows } = await sql<DeadJob>`
		select id::text, task_identifier as name, attempts, coalesce(last_error, '') as last_error,
			created_at, updated_at as failed_at
		from graphile_worker.jobs
		where attempts >= max_attempts and locked_at is null
		order by updated_at desc, id desc limit 100`.execute(database);
	return rows;
}

/** Has a dead job tried again from the beginning, at once. @throws {Refusal} `not_found` */
export async function retryJob(id: string): Promise<void> {
	const { rows } = await sql`
		select graphile_worker.reschedule_jobs(array_agg(id), run_at => now(), attempts => 0)
		from graphile_worker.jobs
		where id::text = ${id} and attempts >= max_attempts and locked_at is null
		having count(*) > 0`.execute(database);
	if (rows.length === 0) throw notFound();
}
