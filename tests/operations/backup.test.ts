import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Description } from '#platform/server/backup/archive-form.ts';
import { NewArchive } from '#platform/server/backup/new-archive.ts';
import { lastBackup } from '#platform/server/backup/note.ts';
import { lockDataFolder, type DataLock } from '#platform/server/data-lock.ts';
import { startEmbedded, type Embedded } from '#platform/server/embedded.ts';
import { diskStore } from '#platform/server/files-disk.ts';
import { migrateAll } from '#platform/server/migrate.ts';
import { machine, version } from '#platform/server/version.ts';
import { throwawayFolder } from '../../tools/throwaway.ts';
import { answers, freePort, launch, refused } from '../server.ts';
import { makeFormerState } from './former-state.ts';

const folder = throwawayFolder();
const dataDir = join(folder, 'data');
const archive = join(folder, 'backup.tar.gz');
const store = diskStore(join(dataDir, 'files'));
let lock: DataLock;
let server: Embedded;
let client: pg.Client;

beforeAll(async () => {
	mkdirSync(dataDir);
	// as a server does that runs on it
	lock = await lockDataFolder(dataDir);
	writeFileSync(join(dataDir, 'secret'), 'of this instance alone\n');
	server = await startEmbedded(join(dataDir, 'postgres'));
	const admin = await connected(server.url('postgres'));
	await admin.query('create database allmende');
	await admin.end();
	await makeFormerState(server.url('allmende'));
	await migrateAll(server.url('allmende'));
	client = await connected(server.url('allmende'));
});
afterAll(async () => {
	await client.end();
	await server.stop();
	lock.release();
	rmSync(folder, { recursive: true, force: true });
});

async function connected(url: string): Promise<pg.Client> {
	const one = new pg.Client(url);
	await one.connect();
	return one;
}

type Done = { code: number; said: string };

function command(name: 'backup' | 'restore', place: string, data: string): Promise<Done> {
	const { PATH, TMPDIR } = process.env;
	return new Promise((done) => {
		const child = execFile(
			process.execPath,
			[`tools/${name}.ts`, place],
			{ env: { PATH, TMPDIR, DATA_DIR: data } },
			(_, out, complaint) => done({ code: child.exitCode ?? -1, said: out + complaint }),
		);
	});
}

/** Writes one numbered row after the other, in two tables at once and now and then with a file, until it is stopped. */
function writing(): { written: () => number; stop: () => Promise<void> } {
	let n = 0;
	let stopped = false;
	const loop = (async () => {
		await client.query('create table numbered (number int)');
		while (!stopped) {
			const stored = n % 10 === 0 ? await store.put(Readable.from([randomBytes(50_000)]), 100_000) : null;
			await client.query('begin');
			await client.query('insert into numbered values ($1)', [n + 1]);
			await client.query(
				`insert into mail (kind, to_address, subject, body, at) values ('backup', $1, 'Nummer', repeat('x', 2000), now())`,
				[n + 1],
			);
			if (stored)
				await client.query(`insert into file (digest, bytes, name, media_type) values ($1, $2, $3, 'x/backup')`, [
					stored.digest,
					stored.bytes,
					n + 1,
				]);
			await client.query('commit');
			n += 1;
		}
	})();
	return { written: () => n, stop: () => ((stopped = true), loop) };
}

/** How many rows each table has, and a digest of them all. */
async function tablesOf(db: pg.Client): Promise<Record<string, string>> {
	const { rows } = await db.query<{ name: string }>(
		`select format('%I', tablename) as name from pg_tables where schemaname = 'public' order by 1`,
	);
	const found: Record<string, string> = {};
	for (const { name } of rows) {
		const { rows: counted } = await db.query<{ sum: string }>(
			`select concat(count(*), ' ', md5(string_agg(t::text, '|' order by t::text))) as sum from ${name} t`,
		);
		found[name] = counted[0]?.sum ?? '';
	}
	return found;
}

test('a backup that is taken while people write holds what was there at its end, and is restored by one command', async () => {
	const people = writing();
	await expect.poll(people.written).toBeGreaterThan(30);
	const before = people.written();
	const taken = await command('backup', archive, dataDir);
	await people.stop();
	expect(taken).toMatchObject({ code: 0, said: expect.stringContaining(`The backup is in ${archive}`) });
	expect(statSync(archive).mode & 0o777).toBe(0o600);
	expect(Date.now() - (lastBackup(dataDir)?.getTime() ?? 0)).toBeLessThan(60_000);

	// left by a restore that was killed, not to be served, and cleared by the next
	const restored = join(folder, 'restored');
	mkdirSync(join(restored, 'files/ab'), { recursive: true });
	writeFileSync(join(restored, 'files/ab/half'), '');
	writeFileSync(join(restored, 'restoring'), '');
	const port = await freePort();
	const settings = { DATA_DIR: restored, PORT: String(port), DEMO: '1' };
	await refused(launch(settings), /was not restored to the end; begin again/);
	expect(await command('restore', archive, restored)).toMatchObject({ code: 0 });
	const copy = await startEmbedded(join(restored, 'postgres'));
	const there = await connected(copy.url('allmende'));
	const { rows } = await there.query<{ last: number; rows: number }>(
		'select max(number) as last, count(*)::int as rows from numbered',
	);
	const { last = 0, rows: count = 0 } = rows[0] ?? {};
	expect(last).toBeGreaterThan(before);
	expect(count).toBe(last);
	// so that both are as of the backup's end
	await client.query('delete from numbered where number > $1', [last]);
	await client.query(`delete from mail where kind = 'backup' and to_address::int > $1`, [last]);
	await client.query(`delete from file where media_type = 'x/backup' and name::int > $1`, [last]);
	expect(await tablesOf(there)).toEqual(await tablesOf(client));
	const { rows: contents } = await there.query<{ digest: string }>(
		`select digest from file where media_type = 'x/backup'`,
	);
	expect(contents.length).toBeGreaterThan(3);
	expect(existsSync(join(restored, 'files/ab/half'))).toBe(false);
	const copies = diskStore(join(restored, 'files'));
	for (const { digest } of contents)
		expect(
			createHash('sha256')
				.update(await copies.read(digest))
				.digest('hex'),
		).toBe(digest);
	expect(readFileSync(join(restored, 'secret'), 'utf8')).toBe('of this instance alone\n');
	await there.end();
	await copy.stop();

	const run = launch(settings);
	await answers(run, `http://127.0.0.1:${port}`);
	expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
	run.signal('SIGTERM');
	expect(await run.ended).toBe(0);
	// what is stopped is started for as long as it takes
	expect(await command('backup', folder, restored)).toMatchObject({ code: 0 });
	expect(readdirSync(folder).filter((name) => /^allmende-\d{8}-\d{6}\.tar\.gz$/.test(name))).toHaveLength(1);
	expect(existsSync(join(restored, 'postgres/postmaster.pid'))).toBe(false);
}, 120_000);

test('a backup is not written over another', async () => {
	expect(await command('backup', archive, dataDir)).toEqual({
		code: 1,
		said: `${archive} is there already; choose another name, or a folder.\n`,
	});
});

test('a data folder that holds anything is not restored into', async () => {
	const full = join(folder, 'full');
	mkdirSync(full);
	writeFileSync(join(full, 'notes.txt'), 'mine');
	const { code, said } = await command('restore', archive, full);
	expect([code, said]).toEqual([
		1,
		expect.stringMatching(/^The data folder .* is not empty \(notes\.txt lies there\)/),
	]);
	expect(readdirSync(full)).toEqual(['notes.txt']);
	expect((await command('restore', archive, dataDir)).said).toMatch(/^Allmende is already running on the data folder/);
});

test('an archive that was cut off or changed is called damaged, and nothing is left of it', async () => {
	const whole = readFileSync(archive);
	const middle = whole.length >> 1;
	const damages = [whole.subarray(0, middle), Buffer.from(whole).fill(7, middle, middle + 3)];
	await Promise.all(
		damages.map(async (bytes, n) => {
			const [broken, target] = [join(folder, `broken-${n}.tar.gz`), join(folder, `broken-${n}`)];
			writeFileSync(broken, bytes);
			const { code, said } = await command('restore', broken, target);
			expect([code, said]).toEqual([1, expect.stringMatching(/The backup .* is damaged \(.*\); use another one\.\n$/)]);
			expect(existsSync(target)).toBe(false);
		}),
	);
});

const ours = {
	format: 1 as const,
	version,
	machine,
	postgres: '18',
	at: new Date(),
	bytes: 1,
	migration: '0001_platform.sql',
};
const others: [Partial<Description>, RegExp][] = [
	[{ migration: '9999_future.sql' }, /another version of Allmende .* migration 9999_future\.sql is unknown/],
	[{ postgres: '17' }, /made by PostgreSQL 17 on/],
	[{ machine: 'darwin-arm64' }, /on darwin-arm64, and this is/],
	[{ bytes: 1e16 }, /There is too little space in .*: about 10000000000 MB are needed/],
];

test('an archive of another version, PostgreSQL or machine, or one larger than the disk, is refused in one sentence', async () => {
	await Promise.all(
		others.map(async ([difference, sentence], n) => {
			const [made, target] = [join(folder, `other-${n}.tar.gz`), join(folder, `other-${n}`)];
			const archiving = new NewArchive(made);
			await archiving.describe({ ...ours, ...difference });
			await archiving.end();
			const { code, said } = await command('restore', made, target);
			expect([code, said]).toEqual([1, expect.stringMatching(sentence)]);
			expect(said.trim()).not.toContain('\n');
			expect(existsSync(target)).toBe(false);
		}),
	);
});

test('something else is no backup', async () => {
	const other = join(folder, 'other.tar.gz');
	writeFileSync(other, 'something else');
	expect((await command('restore', other, join(folder, 'refused'))).said).toMatch(/is no backup of Allmende/);
	expect((await command('restore', join(folder, 'none'), join(folder, 'refused'))).said).toMatch(
		/cannot be read \(ENOENT\)/,
	);
});
