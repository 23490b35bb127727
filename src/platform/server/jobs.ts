import { sql, type Kysely } from 'kysely';
import { run, type Runner, type TaskList } from 'graphile-worker';
import { pool } from '#platform/server/database.ts';
import type { DB } from '#platform/server/schema.ts';

/** Names and payloads of all jobs; a payload holds ids only. */
export type Jobs = {
	deliver_activity: { activityId: string };
	send_mail: { mailId: string };
	settle_due: Record<string, never>;
};

/** Enqueues with the transaction that causes the work: rolled back with it, started after it. */
export async function addJob<Name extends keyof Jobs & string>(
	trx: Kysely<DB>,
	name: Name,
	payload: Jobs[Name],
): Promise<void> {
	await sql`select graphile_worker.add_job(${name}, payload => ${JSON.stringify(payload)}::json, max_attempts => 8)`.execute(
		trx,
	);
}

export type JobTasks = { [Name in keyof Jobs]: (payload: Jobs[Name]) => Promise<void> };

export function startJobs(tasks: JobTasks): Promise<Runner> {
	const taskList: TaskList = {};
	for (const [name, task] of Object.entries(tasks)) {
		const act = task as (payload: unknown) => Promise<void>;
		taskList[name] = (payload) => act(payload);
	}
	return run({
		pgPool: pool,
		taskList,
		concurrency: 4,
		pollInterval: 2000,
		noHandleSignals: true,
		crontab: '* * * * * settle_due',
	});
}
