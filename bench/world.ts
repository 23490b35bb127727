/**
 * One community of 500 members, 5,000 threads and 50,000 posts, in a data folder of its own that later runs use again:
 * the demo organisation, whose second cohort is in the middle of unit five, with everything beyond that added by SQL.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { config } from '#platform/server/config.ts';
import { keepSecret, prepareDataFolder, settlePlace } from '#platform/server/data-folder.ts';
import { embeddedPlace } from '#platform/server/embedded-place.ts';
import { startEmbedded } from '#platform/server/embedded.ts';
import { migrateAll } from '#platform/server/migrate.ts';
import { startProduct } from './server.ts';

export const size = { members: 500, threads: 5_000, posts: 50_000, longThread: 500 };

export type BenchWorld = {
	databaseUrl: string;
	/** The folder of its PostgreSQL. */
	cluster: string;
	communityId: string;
	/** Of 20 and of 500 posts. */
	threads: { short: string; long: string };
	/** With the id of each in the database. */
	people: { learner: string; companion: string; members: string[] };
	stop: () => Promise<void>;
};

type Kept = Pick<BenchWorld, 'communityId' | 'threads' | 'people'> & { of: string; day: number };

const { dataDir } = config;
const note = join(dataDir, 'world.json');
/** The cohort stands in the middle of a unit; a few days later it would not. */
const freshDays = 2;
const today = (): number => Math.floor(Date.now() / 86_400_000);

const recipe = (): string => createHash('sha256').update(readFileSync('bench/world.sql')).digest('hex');

export async function benchWorld(report: (line: string) => void): Promise<BenchWorld> {
	mkdirSync(dataDir, { recursive: true });
	prepareDataFolder(dataDir);
	keepSecret(dataDir);
	settlePlace(dataDir);
	const { cluster } = embeddedPlace(dataDir);
	const server = await startEmbedded(cluster);
	const databaseUrl = server.url('allmende');
	let kept = existsSync(note) ? (JSON.parse(readFileSync(note, 'utf8')) as Kept) : null;
	if (kept?.of !== recipe() || today() - kept.day > freshDays) {
		rmSync(note, { force: true });
		const started = Date.now();
		report('Building the world to be measured in');
		const made = await build(server.url('postgres'), databaseUrl, report);
		kept = { ...made, of: recipe(), day: today() };
		writeFileSync(note, JSON.stringify(kept));
		report(`Built in ${Math.round((Date.now() - started) / 1000)} s`);
	} else await migrateAll(databaseUrl);
	return { databaseUrl, cluster, ...kept, stop: server.stop };
}

async function build(adminUrl: string, databaseUrl: string, report: (line: string) => void) {
	const admin = new pg.Client(adminUrl);
	await admin.connect();
	await admin.query('drop database if exists allmende with (force)');
	await admin.query('create database allmende');
	await admin.end();
	// the demo fills itself at its first start
	await (await startProduct(databaseUrl, { DEMO: '1' })).stop();
	report('The demo organisation is there; adding people, threads and posts');
	const client = new pg.Client(databaseUrl);
	await client.connect();
	await client.query(
		`select set_config('bench.members', $1, false), set_config('bench.threads', $2, false),
			set_config('bench.posts', $3, false), set_config('bench.long', $4, false)`,
		Object.values(size).map(String),
	);
	await client.query(readFileSync('bench/world.sql', 'utf8'));
	const { rows } = await client.query<{ made: Omit<Kept, 'of' | 'day'> }>('select made from bench_made');
	await client.query('drop table bench_made');
	report('Indexing what can be searched');
	const product = await startProduct(databaseUrl);
	while ((await client.query('select from search_pending limit 1')).rowCount) await wait(500);
	await product.stop();
	await client.query('vacuum analyze');
	await client.end();
	const [row] = rows;
	if (!row) throw new Error('the world was not made');
	return row.made;
}
