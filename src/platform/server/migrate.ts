import { readdir, readFile } from 'node:fs/promises';
import { runMigrations as installJobs } from 'graphile-worker';
import pg from 'pg';
import { CannotStart } from '#platform/server/cannot-start.ts';

export const migrationsFolder = 'database/migrations';

/** Applies the numbered files of `folder` that this database has not seen, each in its own transaction, one process at a time. */
export async function migrate(url: string, folder: string): Promise<string[]> {
	return alone(url, (client) => applyFiles(client, folder));
}

/** Brings the whole database up to date: the product's tables and those of the job queue. */
export async function migrateAll(url: string): Promise<string[]> {
	return alone(url, async (client) => {
		const done = await applyFiles(client, migrationsFolder);
		await installJobs({ connectionString: url });
		return done;
	});
}

/** Names of the migrations that the database still lacks. */
export async function pendingMigrations(db: { query: pg.Pool['query'] }): Promise<string[]> {
	const { rows } = await db.query<{ name: string }>('select name from migrations');
	const seen = new Set(rows.map((row) => row.name));
	return (await knownMigrations()).filter((name) => !seen.has(name));
}

/** Names of the migrations that this program knows, in their order. */
export const knownMigrations = (): Promise<string[]> => filesOf(migrationsFolder);

async function alone<Result>(url: string, act: (client: pg.Client) => Promise<Result>): Promise<Result> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		// held until the connection ends
		await client.query('select pg_advisory_lock(7261945)');
		return await act(client);
	} finally {
		await client.end();
	}
}

async function applyFiles(client: pg.Client, folder: string): Promise<string[]> {
	await client.query(
		'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
	);
	const { rows } = await client.query<{ name: string }>('select name from migrations order by name');
	const files = await filesOf(folder);
	refuseNewer(rows.at(-1)?.name, files);
	const seen = new Set(rows.map((row) => row.name));
	const missing = files.filter((name) => !seen.has(name));
	for (const name of missing) await apply(client, folder, name);
	return missing;
}

async function filesOf(folder: string): Promise<string[]> {
	return (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
}

/** An older program would write what the newer one no longer understands. */
function refuseNewer(newest: string | undefined, files: readonly string[]): void {
	if (newest === undefined || files.includes(newest)) return;
	throw new CannotStart(
		`The database has been used by a newer version of Allmende (its migration ${newest} is unknown here); start that version, or restore a backup made by this one.`,
	);
}

async function apply(client: pg.Client, folder: string, name: string): Promise<void> {
	await client.query('begin');
	try {
		await client.query(await readFile(`${folder}/${name}`, 'utf8'));
		await client.query('insert into migrations (name) values ($1)', [name]);
		await client.query('commit');
	} catch (cause) {
		await client.query('rollback');
		throw new Error(`migration ${name} failed`, { cause });
	}
}
