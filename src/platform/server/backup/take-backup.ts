import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import pg from 'pg';
import { extract } from 'tar-stream';
import { baseBackup } from '#platform/server/backup/base-backup.ts';
import { bytesOf, type Description } from '#platform/server/backup/archive-form.ts';
import { NewArchive } from '#platform/server/backup/new-archive.ts';
import { noteBackup } from '#platform/server/backup/note.ts';
import { connect, reachDatabase } from '#platform/server/backup/reach-database.ts';
import { megabytes, noSpace } from '#platform/server/backup/space.ts';
import { CannotStart, codeOf } from '#platform/server/cannot-start.ts';
import { config, secretFile } from '#platform/server/config.ts';
import { atEnd } from '#platform/server/endings.ts';
import { files } from '#platform/server/files.ts';
import { keepFiles } from '#platform/server/files-kept.ts';
import { logName } from '#platform/server/postgres-log.ts';
import type { Report } from '#platform/server/report.ts';
import { machine, version } from '#platform/server/version.ts';

/**
 * Writes everything that the instance of the data folder knows into one file, also while its server runs: the embedded
 * database as it is when its copying ends, the contents of all files that its rows name then, and the secret.
 * @param place a file that is not there yet, or a folder, in which the file is named by the time
 * @throws {CannotStart}
 */
export async function takeBackup(place: string, report: Report): Promise<void> {
	const at = new Date();
	const target = targetOf(place, at);
	const url = await reachDatabase(config.dataDir);
	const client = await connect(url('allmende'));
	const copying = await connect(`${url('postgres')}&replication=true`);
	const archive = new NewArchive(target);
	atEnd(() => archive.abandon());
	try {
		await keepFiles(client);
		const facts = await factsOf(client);
		await archive.describe({ format: 1, version, machine, at, ...facts });
		report(`Copying the database and the files (about ${megabytes(facts.bytes)})`);
		await addDatabase(archive, copying);
		const missing = await addFiles(archive, client);
		if (missing > 0) report(`Contents of files that the database names and nobody has: ${missing}`);
		const secret = secretFile(config.dataDir);
		if (existsSync(secret)) await archive.addText('secret', readFileSync(secret, 'utf8'));
		await archive.end();
	} catch (cause) {
		await archive.abandon();
		throw whyNot(cause, target);
	} finally {
		await Promise.allSettled([client.end(), copying.end()]);
	}
	noteBackup(config.dataDir, at);
	report(`The backup is in ${target} (${megabytes(statSync(target).size)})`);
}

function targetOf(place: string, at: Date): string {
	const stamp = at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
	const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory();
	const target = isFolder ? join(place, `allmende-${stamp}.tar.gz`) : place;
	if (existsSync(target)) throw new CannotStart(`${target} is there already; choose another name, or a folder.`);
	if (!existsSync(dirname(target))) throw new CannotStart(`The folder ${dirname(target)} is not there.`);
	return target;
}

async function factsOf(client: pg.Client): Promise<Pick<Description, 'migration' | 'postgres' | 'bytes'>> {
	const { rows } = await client.query<{ migration: string; version: number; bytes: number }>(`
		select (select max(name) from migrations) as migration,
			current_setting('server_version_num')::int as version,
			(select sum(pg_database_size(oid)) from pg_database)::float8
				+ (select coalesce(sum(bytes), 0) from (select distinct digest, bytes from file) as content)::float8 as bytes`);
	const [found] = rows;
	if (!found) throw new Error('counting gave no row');
	return { migration: found.migration, postgres: String(Math.floor(found.version / 10_000)), bytes: found.bytes };
}

/** Of the running server alone. */
const passing = new RegExp(`^(${logName}|\\.s\\.PGSQL)`);

async function addDatabase(archive: NewArchive, copying: pg.Client): Promise<void> {
	const tar = extract();
	const source = await baseBackup(copying);
	source.on('error', (cause) => tar.destroy(cause)).pipe(tar);
	for await (const entry of tar) {
		const { name, type, size: bytes, mode } = entry.header;
		if ((type === 'file' || type === 'directory') && !passing.test(name))
			await archive.add({ name: `postgres/${name}`, type, bytes, mode }, bytesOf(entry));
		else entry.resume();
	}
}

/** Hands back how many contents were missing of which they should not be. */
async function addFiles(archive: NewArchive, client: pg.Client): Promise<number> {
	const { rows } = await client.query<{ digest: string; kept: boolean }>(
		'select digest, bool_or(removed_at is null) as kept from file group by digest order by digest',
	);
	let missing = 0;
	for (const { digest, kept } of rows) {
		if (await files.stat(digest)) {
			const content = await files.read(digest);
			const entry = { name: `files/${digest}`, type: 'file' as const, bytes: content.length, mode: 0o600 };
			await archive.add(entry, Readable.from([content]));
		} else if (kept) missing += 1;
	}
	return missing;
}

function whyNot(cause: unknown, target: string): unknown {
	const code = codeOf(cause);
	if (noSpace.has(code ?? ''))
		return new CannotStart(`There is no space left for ${target}; choose another disk.`, { cause });
	if (code && /^E(?!RR_)/.test(code)) return new CannotStart(`${target} cannot be written (${code}).`, { cause });
	if (code === '57P01' || (cause instanceof Error && /Connection terminated/.test(cause.message)))
		return new CannotStart('The database was stopped while it was copied; begin the backup again.', { cause });
	if (cause instanceof pg.DatabaseError)
		return new CannotStart(`The database could not be copied (${cause.message}).`, { cause });
	return cause;
}
