import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';

/** Applies the numbered files of `folder` that this database has not seen, each in its own transaction, one process at a time. */
export async function migrate(url: string, folder: string): Promise<string[]> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query('select pg_advisory_lock(7261945)');
		await client.query(
			'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
		);
		const seen = new Set((await client.query<{ name: string }>('select name from migrations')).rows.map((r) => r.name));
		const files = (await readdir(folder)).filter((f) => f.endsWith('.sql')).sort();
		const done: string[] = [];
		for (const name of files) {
			if (seen.has(name)) continue;
			await client.query('begin');
			try {
				await client.query(await readFile(`${folder}/${name}`, 'utf8'));
				await client.query('insert into migrations (name) values ($1)', [name]);
				await client.query('commit');
			} catch (cause) {
				await client.query('rollback');
				throw new Error(`migration ${name} failed`, { cause });
			}
			done.push(name);
		}
		return done;
	} finally {
		await client.end();
	}
}
