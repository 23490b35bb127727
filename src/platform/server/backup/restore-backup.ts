import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Description } from '#platform/server/backup/archive-form.ts';
import { claimTarget } from '#platform/server/backup/claim-target.ts';
import { connect } from '#platform/server/backup/reach-database.ts';
import { readArchive, type ReadArchive } from '#platform/server/backup/read-archive.ts';
import { freeBytes, megabytes, noSpace } from '#platform/server/backup/space.ts';
import { CannotStart, codeOf } from '#platform/server/cannot-start.ts';
import { config, secretFile } from '#platform/server/config.ts';
import { startEmbedded } from '#platform/server/embedded.ts';
import { atEnd } from '#platform/server/endings.ts';
import { files } from '#platform/server/files.ts';
import { knownMigrations } from '#platform/server/migrate.ts';
import { postgresMajor } from '#platform/server/postgres-programs.ts';
import type { Report } from '#platform/server/report.ts';
import { giveTo, serverUser } from '#platform/server/server-user.ts';
import { machine } from '#platform/server/version.ts';

/**
 * Makes the data folder, which must be empty or not be there, what it was when the backup was taken, and lets its
 * database start once, so that what cannot be used is known at once. What fails leaves nothing behind.
 * @throws {CannotStart}
 */
export async function restoreBackup(file: string, report: Report): Promise<void> {
	const { dataDir } = config;
	const { description, entries } = await readArchive(file);
	await refuseForeign(description);
	const target = await claimTarget(dataDir);
	try {
		await refuseFull(description, dirname(target.cluster));
		report(`Restoring what was there on ${description.at.toISOString()} (about ${megabytes(description.bytes)})`);
		await unpack(entries, target.cluster);
		report('Starting its database to see whether it is whole');
		const people = await prove(target.cluster);
		target.whole();
		report(`${dataDir} is restored, with ${people} people in it; npm start (or npm run demo) serves it.`);
	} catch (cause) {
		target.clear();
		throw noSpace.has(codeOf(cause) ?? '') ? full(dataDir, cause) : cause;
	}
}

async function refuseForeign({ machine: where, postgres, migration, version }: Description): Promise<void> {
	if (!(await knownMigrations()).includes(migration))
		throw new CannotStart(
			`The backup was made by another version of Allmende (${version}, whose migration ${migration} is unknown here); restore it with that one.`,
		);
	if (where !== machine || postgres !== postgresMajor())
		throw new CannotStart(
			`The backup was made by PostgreSQL ${postgres} on ${where}, and this is ${postgresMajor()} on ${machine}; restore it on a machine like that one.`,
		);
}

async function refuseFull({ bytes }: Description, folder: string): Promise<void> {
	const free = await freeBytes(folder);
	if (free !== null && free < bytes)
		throw new CannotStart(
			`There is too little space in ${folder}: about ${megabytes(bytes)} are needed, and ${megabytes(free)} are free.`,
		);
}

const full = (dataDir: string, cause: unknown): CannotStart =>
	new CannotStart(`There is no space left for ${dataDir}; make room, or set DATA_DIR to a folder on another disk.`, {
		cause,
	});

async function unpack(entries: ReadArchive['entries'], cluster: string): Promise<void> {
	const fresh = `${cluster}.new-${process.pid}`;
	await mkdir(fresh, { mode: 0o700 });
	for await (const { name, type, mode, content } of entries) {
		const [, room, rest] = /^(postgres|files)\/(.+)$/.exec(normalize(name)) ?? [];
		if (room === 'postgres' && type === 'directory') await mkdir(join(fresh, rest ?? ''), { recursive: true, mode });
		else if (room === 'postgres') await pipeline(content, createWriteStream(join(fresh, rest ?? ''), { mode }));
		else if (room === 'files') await files.put(content, Infinity);
		else if (name === 'secret') await pipeline(content, createWriteStream(secretFile(config.dataDir), { mode: 0o600 }));
		else throw new Error(`an entry ${name} was not expected`);
	}
	giveTo(serverUser(cluster), fresh);
	await rename(fresh, cluster);
}

/** Hands back how many people it knows. */
async function prove(cluster: string): Promise<number> {
	const server = await startEmbedded(cluster);
	let stopping: Promise<void> | null = null;
	const stop = () => (stopping ??= server.stop());
	atEnd(stop);
	try {
		const client = await connect(server.url('allmende'));
		const { rows } = await client.query<{ people: number }>(
			'select count(*)::int as people from "user" where erased_at is null',
		);
		await client.end();
		return rows[0]?.people ?? 0;
	} finally {
		await stop();
	}
}
