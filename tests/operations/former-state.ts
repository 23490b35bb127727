import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import pg from 'pg';
import { migrate, migrationsFolder } from '#platform/server/migrate.ts';

/** All that there were when the data were made. */
const migrations = [
	'0001_platform.sql',
	'0002_identity.sql',
	'0003_community.sql',
	'0004_conversation.sql',
	'0005_events.sql',
	'0006_course.sql',
	'0007_exam.sql',
	'0008_credentials.sql',
	'0009_privacy.sql',
	'0010_calendars_and_evaluation.sql',
	'0012_administration.sql',
];

/** When they were made; the demo tells its stories up to then. */
export const formerNow = new Date('2026-11-26T14:00:00Z');

/**
 * Makes an empty database what that of the demo was before there was a search: its invented people with all that they
 * did, the long texts cut short, most of the mails and news left out, the contents of files too.
 */
export async function makeFormerState(url: string): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
	for (const name of migrations) await cp(join(migrationsFolder, name), join(folder, name));
	await migrate(url, folder);
	await rm(folder, { recursive: true });
	const rows = brotliDecompressSync(await readFile('tests/operations/former-state.sql.br')).toString();
	const client = new pg.Client(url);
	await client.connect();
	await client.query(rows);
	await client.end();
}
