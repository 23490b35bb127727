import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { freeAbandonedJobs } from '#platform/server/abandoned-jobs.ts';
import { database } from '#platform/server/database.ts';
import { deadJobs, retryJob } from '#platform/server/dead-jobs.ts';
import { addJob, drainJobs, startJobs, type JobTasks } from '#platform/server/jobs.ts';

const did: string[] = [];
let failing = false;
const tasks: JobTasks = {
	deliver_activity: async ({ activityId }) => {
		if (failing) throw new Error('no way');
		did.push(activityId);
	},
	deliver_pending: async () => {},
	send_mail: async () => {},
	settle_due: async () => {},
	forget_expired: async () => {},
	send_digests: async () => {},
	index_search: async () => {},
	tidy_files: async () => {},
	collect_data: async () => {},
};
beforeEach(async () => {
	did.length = 0;
	failing = false;
	await sql`delete from graphile_worker._private_jobs`.execute(database);
});

const spendAttempts = () => sql`update graphile_worker._private_jobs set attempts = max_attempts - 1`.execute(database);

test('a job is rolled back with the transaction that causes it', async () => {
	const cause = database.transaction().execute(async (trx) => {
		await addJob(trx, 'deliver_activity', { activityId: 'never' });
		throw new Error('rolled back');
	});
	await expect(cause).rejects.toThrow();
	await addJob(database, 'deliver_activity', { activityId: 'one' });
	await drainJobs(tasks);
	expect(did).toEqual(['one']);
});

test('a job that failed as often as it may is shown with its reason, and can be tried again', async () => {
	failing = true;
	await addJob(database, 'deliver_activity', { activityId: 'stubborn' });
	await drainJobs(tasks);
	expect(await deadJobs()).toEqual([]);
	await sql`update graphile_worker._private_jobs set run_at = now()`.execute(database);
	await spendAttempts();
	await drainJobs(tasks);
	const [dead] = await deadJobs();
	expect(dead).toMatchObject({ name: 'deliver_activity', attempts: 8, lastError: 'no way' });
	failing = false;
	await retryJob(dead?.id ?? '');
	expect(await deadJobs()).toEqual([]);
	await drainJobs(tasks);
	expect(did).toEqual(['stubborn']);
});

test('only a dead job can be tried again', async () => {
	await addJob(database, 'deliver_activity', { activityId: 'alive' });
	const { rows } = await sql<{ id: string }>`select id::text from graphile_worker.jobs`.execute(database);
	await expect(retryJob(rows[0]?.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
	await expect(retryJob('no number')).rejects.toMatchObject({ code: 'not_found' });
});

test('what a killed process had begun is free again for the first process that comes, and for no second one', async () => {
	const lock = sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker of a killed process'`;
	await addJob(database, 'deliver_activity', { activityId: 'begun' });
	await lock.execute(database);
	await drainJobs(tasks);
	expect(did).toEqual([]);
	const first = await freeAbandonedJobs();
	await drainJobs(tasks);
	expect(did).toEqual(['begun']);
	await addJob(database, 'deliver_activity', { activityId: 'in good hands' });
	await lock.execute(database);
	const second = await freeAbandonedJobs();
	await drainJobs(tasks);
	expect(did).toEqual(['begun']);
	await Promise.all([first.end(), second.end()]);
});

test('a stop waits for what is being done, and gives back what takes longer than it is given', async () => {
	const begun: string[] = [];
	let finish = () => {};
	const slow = (name: string) => () => {
		begun.push(name);
		return name === 'mail' ? new Promise<void>(() => {}) : new Promise<void>((done) => (finish = done));
	};
	const jobs = await startJobs({ ...tasks, deliver_activity: slow('activity'), send_mail: slow('mail') });
	await addJob(database, 'deliver_activity', { activityId: 'slow' });
	await addJob(database, 'send_mail', { mailId: 'endless' });
	await expect.poll(() => begun.length, { timeout: 10_000 }).toBe(2);
	const stopped = jobs.stop(0.3);
	finish();
	await stopped;
	const { rows } = await sql`select task_identifier as name, locked_at as "lockedAt" from graphile_worker.jobs
		where task_identifier in ('deliver_activity', 'send_mail')`.execute(database);
	expect(rows).toEqual([{ name: 'send_mail', lockedAt: null }]);
});
