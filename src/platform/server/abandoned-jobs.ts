import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { config } from '#platform/server/config.ts';

/** Held shared by every process that does jobs, for as long as its connection lasts. */
const presence = 7_261_946;

/**
 * Gives back the jobs that a killed process had begun, which the queue itself would keep locked for four hours.
 * Only the first process to come may do so; while another one is there, its jobs are in good hands.
 * A server may need a moment to notice that a killed process is gone. The returned connection marks our own presence.
 */
export async function freeAbandonedJobs(): Promise<{ end: () => Promise<void> }> {
	const client = new pg.Client({ connectionString: config.databaseUrl, keepAlive: true });
	client.on('error', () => {});
	await client.connect();
	for (const until = Date.now() + 1000; Date.now() < until; await wait(100)) {
		const { rows } = await client.query<{ first: boolean }>('select pg_try_advisory_lock($1) as first', [presence]);
		if (!rows[0]?.first) continue;
		await client.query(`
			select graphile_worker.force_unlock_workers(array(
				select distinct locked_by from graphile_worker.jobs where locked_by is not null))`);
		break;
	}
	await client.query('select pg_advisory_lock_shared($1)', [presence]);
	await client.query('select pg_advisory_unlock($1)', [presence]);
	return { end: () => client.end() };
}
