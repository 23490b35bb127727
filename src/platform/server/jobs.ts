import { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import { Logger, run, runOnce, type TaskList, type WorkerEvents } from 'graphile-worker';
import { freeAbandonedJobs } from '#platform/server/abandoned-jobs.ts';
import { codeOf } from '#platform/server/cannot-start.ts';
import { pool } from '#platform/server/database.ts';
import { log } from '#platform/server/log.ts';
import { countJob } from '#platform/server/metrics.ts';
import type { DB } from '#platform/server/schema.ts';

/** Names and payloads of all jobs; a payload holds ids only. */
export type Jobs = {
	deliver_activity: { activityId: string };
	deliver_pending: Record<string, never>;
	send_mail: { mailId: string };
	settle_due: Record<string, never>;
	forget_expired: Record<string, never>;
	send_digests: Record<string, never>;
	index_search: Record<string, never>;
	tidy_files: Record<string, never>;
	collect_data: { exportId: string };
};

/**
 * Enqueues with the transaction that causes the work: rolled back with it, started after it.
 * `key`: there is one such job at a time, and adding it again begins it anew.
 */
export async function addJob<Name extends keyof Jobs & string>(
	trx: Kysely<DB>,
	name: Name,
	payload: Jobs[Name],
	key: string | null = null,
): Promise<void> {
	await sql`select graphile_worker.add_job(${name}, ${JSON.stringify(payload)}::json, max_attempts => 8, job_key => ${key})`.execute(
		trx,
	);
}

/** How a job ended is written down before its worker counts as finished; left to itself the library does not wait for it. */
const preset = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

export type JobTasks = { [Name in keyof Jobs]: (payload: Jobs[Name]) => Promise<void> };

/**
 * Starts doing jobs, the ones first that a killed process had begun. `stop` begins no more; what is being done is given
 * some seconds to be finished, then it goes back into the queue.
 */
export async function startJobs(tasks: JobTasks): Promise<{ stop: (seconds: number) => Promise<void> }> {
	const presence = await freeAbandonedJobs();
	const events: WorkerEvents = new EventEmitter();
	// under this name its jobs are locked
	const holders: string[] = [];
	events.on('pool:create', ({ workerPool }) => holders.push(workerPool.id));
	const runner = await run({
		preset,
		pgPool: pool,
		taskList: taskListOf(tasks),
		concurrency: 4,
		pollInterval: 2000,
		noHandleSignals: true,
		crontab:
			'* * * * * settle_due\n* * * * * deliver_pending\n* * * * * send_digests\n*/5 * * * * index_search\n17 3 * * * forget_expired',
		logger,
		events,
	});
	runner.promise.catch((cause: unknown) => {
		log.fatal({ err: cause }, 'the job queue gave up');
		process.kill(process.pid, 'SIGTERM');
	});
	return {
		stop: async (seconds) => {
			const finished = runner.stop().then(() => true);
			if (!(await Promise.race([finished, wait(seconds * 1000, false, { ref: false })]))) {
				finished.catch(() => {});
				await pool.query('select graphile_worker.force_unlock_workers($1)', [holders]);
			}
			await presence.end();
		},
	};
}

/** Does what is queued and due of these jobs, until nothing is left. */
export async function drainJobs(tasks: Partial<JobTasks>): Promise<void> {
	const taskList = taskListOf(tasks);
	await runOnce({ preset, pgPool: pool, taskList, concurrency: 4, noHandleSignals: true, logger });
}

function taskListOf(tasks: Partial<JobTasks>): TaskList {
	const taskList: TaskList = {};
	for (const [name, task] of Object.entries(tasks)) {
		const act = task as (payload: unknown) => Promise<void>;
		taskList[name] = async (payload, { job }) => {
			try {
				await act(payload);
				countJob(name, 'done');
			} catch (cause) {
				countJob(name, 'failed');
				log.error(
					{ job: name, id: job.id, attempt: job.attempts, of: job.max_attempts, code: codeOf(cause) },
					'job failed',
				);
				throw cause;
			}
		};
	}
	return taskList;
}

/** The queue's own words; those about a single job may quote an address from its error, and are said above without. */
const logger = new Logger(() => (level, message, meta) => {
	if (meta?.['job']) return;
	if (level === 'error') log.error({ queue: message }, 'job queue');
	else if (level === 'warning') log.warn({ queue: message }, 'job queue');
});
