import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Gauge } from 'prom-client';
import { lastBackup } from '#platform/server/backup/note.ts';
import { freeBytes } from '#platform/server/backup/space.ts';
import { config } from '#platform/server/config.ts';
import { database, pool } from '#platform/server/database.ts';
import { queueNow } from '#platform/server/dead-jobs.ts';
import { openStreams } from '#platform/server/live.ts';
import { unsentMails } from '#platform/server/mail-administration.ts';
import { gauge, registry } from '#platform/server/metrics.ts';
import { version } from '#platform/server/version.ts';

/** Milliseconds that the database is given; without its answer the rest is told all the same. */
const patience = 3000;

const info = new Gauge({
	name: 'allmende_info',
	help: 'Always 1; what this instance is',
	labelNames: ['kind', 'version'] as const,
	registers: [registry],
});
const connections = new Gauge({
	name: 'allmende_database_connections',
	help: 'Connections of the pool, and requests that wait for one',
	labelNames: ['state'] as const,
	registers: [registry],
});
const streams = gauge('allmende_live_connections', 'Open event streams of signed-in people');
const diskFree = gauge('allmende_data_free_bytes', 'Bytes that can still be written to the data folder');
const backup = gauge('allmende_last_backup_timestamp_seconds', 'When the last backup was begun; 0: never');
const databaseUp = gauge('allmende_database_up', '1: the database answers; 0: the figures below are missing');
const waiting = gauge('allmende_jobs_waiting', 'Jobs that are due and not yet done');
const longestWait = gauge('allmende_jobs_waiting_seconds', 'Since when the oldest of them has been due');
const dead = gauge('allmende_jobs_dead', 'Jobs that failed as often as they may be tried');
const unsent = gauge('allmende_mails_unsent', 'Mails that could not be sent and are not given up');
const fromDatabase = [waiting, longestWait, dead, unsent];

/** Whether `authorization` (the request's header) bears the configured token; `null`: there is none, and no metrics. */
export function mayReadMetrics(authorization: string | null): boolean | null {
	if (!config.metricsToken) return null;
	const given = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '';
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(given), digest(config.metricsToken));
}

/** Everything counted and looked up now, in Prometheus' text format; it answers without the database, too. */
export async function metricsNow(): Promise<{ type: string; text: string }> {
	info.set({ kind: config.demo ? 'demo' : 'production', version }, 1);
	connections.set({ state: 'open' }, pool.totalCount);
	connections.set({ state: 'idle' }, pool.idleCount);
	connections.set({ state: 'waited_for' }, pool.waitingCount);
	streams.set(openStreams());
	diskFree.set((await freeBytes(config.dataDir)) ?? Number.NaN);
	backup.set((lastBackup(config.dataDir)?.getTime() ?? 0) / 1000);
	await askDatabase();
	return { type: registry.contentType, text: await registry.metrics() };
}

async function askDatabase(): Promise<void> {
	const asked = Promise.all([queueNow(database), unsentMails(database)]);
	const found = await Promise.race([asked, wait(patience, null, { ref: false })]).catch(() => null);
	asked.catch(() => {});
	databaseUp.set(found ? 1 : 0);
	if (!found) {
		for (const figure of fromDatabase) figure.remove();
		return;
	}
	const [queue, mails] = found;
	waiting.set(queue.waiting);
	longestWait.set(queue.since ? Math.max(0, (Date.now() - queue.since.getTime()) / 1000) : 0);
	dead.set(queue.dead);
	unsent.set(mails);
}
