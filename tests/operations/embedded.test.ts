import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { embeddedUrl } from '#platform/server/embedded-place.ts';
import { throwawayFolder } from '../../tools/throwaway.ts';
import { answers, freePort, launch, refused, type Run } from '../server.ts';

// One instance with its own embedded database, taken through what can happen to it, in this order.
const folder = throwawayFolder();
const dataDir = join(folder, 'data');
const cluster = join(dataDir, 'postgres');
const backup = (name: string) => join(folder, name);
let port: number;
let url: string;
let run: Run;

const begin = (env: Record<string, string> = {}): Run => launch({ DATA_DIR: dataDir, PORT: String(port), ...env });

async function start(): Promise<void> {
	run = begin();
	await answers(run, url);
}

async function crash(): Promise<void> {
	run.signal('SIGKILL');
	await run.ended;
}

async function query(text: string): Promise<unknown[]> {
	const client = new pg.Client(embeddedUrl(dataDir, 'allmende'));
	await client.connect();
	const { rows } = await client.query(text);
	await client.end();
	return rows;
}

const databaseProcess = (): number => Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);

beforeAll(async () => {
	port = await freePort();
	url = `http://127.0.0.1:${port}`;
	await start();
});
afterAll(async () => {
	run.signal('SIGTERM');
	await run.ended;
	rmSync(folder, { recursive: true, force: true });
});

test('a first start makes everything, says where it serves, and is healthy and ready', async () => {
	expect(run.said()).toContain(`"address":"http://localhost:${port}"`);
	expect((await fetch(`${url}/healthz`)).status).toBe(200);
	expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ ready: true });
	expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600);
});

test('a second start on the same data folder is refused and leaves the first alone', async () => {
	await refused(begin({ PORT: String(await freePort()) }), /already running on the data folder .* \(process \d+\)/);
	expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

test('a port in use is refused before anything is made', async () => {
	const elsewhere = join(folder, 'elsewhere');
	await refused(begin({ DATA_DIR: elsewhere }), new RegExp(`^Port ${port} is in use .* PORT=${port + 1}`));
	expect(existsSync(join(elsewhere, 'postgres'))).toBe(false);
});

test('after kill -9 the next start takes over the database that was left running, and nothing is lost', async () => {
	await query(`create table kept as select 'through kill -9' as what`);
	const before = databaseProcess();
	await crash();
	await start();
	expect(run.said()).toContain('Took over the database');
	expect(databaseProcess()).toBe(before);
	expect(await query('select what from kept')).toEqual([{ what: 'through kill -9' }]);
});

test('after the database was killed as well, it recovers with everything that was committed', async () => {
	await query(`create table kept_too as select 'through a crash' as what`);
	const before = databaseProcess();
	await crash();
	process.kill(before, 'SIGKILL');
	await start();
	expect(databaseProcess()).not.toBe(before);
	expect(await query('select what from kept_too')).toEqual([{ what: 'through a crash' }]);
});

test('a process number that another program has by now is not taken for the database or the server', async () => {
	await stopped();
	writeFileSync(join(cluster, 'postmaster.pid'), `${process.pid}\n${cluster}\n`);
	writeFileSync(join(dataDir, 'lock'), JSON.stringify({ pid: process.pid, startedAt: 'long ago' }));
	await start();
	expect(databaseProcess()).not.toBe(process.pid);
});

test('a stop ends the database and gives the data folder free', async () => {
	await stopped();
	expect(existsSync(join(cluster, 'postmaster.pid'))).toBe(false);
	expect(existsSync(join(dataDir, 'lock'))).toBe(false);
});

test('a server whose caller was killed stops by itself', async () => {
	await start();
	run.abandon();
	expect(await run.ended).toBe(0);
	expect(existsSync(join(cluster, 'postmaster.pid'))).toBe(false);
});

test('what was begun as production is never run as a demo', async () => {
	await refused(begin({ DEMO: '1' }), /holds a production instance, which a demo must not touch/);
	expect(existsSync(join(cluster, 'postmaster.pid'))).toBe(false);
});

test('a data folder without its version file is called damaged', async () => {
	renameSync(join(cluster, 'PG_VERSION'), backup('PG_VERSION'));
	await refused(begin(), /is damaged \(its file PG_VERSION is missing\); restore a backup/);
	renameSync(backup('PG_VERSION'), join(cluster, 'PG_VERSION'));
});

test('a data folder of another PostgreSQL is not touched', async () => {
	const file = join(cluster, 'PG_VERSION');
	const version = readFileSync(file, 'utf8');
	writeFileSync(file, '17\n');
	await refused(begin(), /was made by PostgreSQL 17/);
	writeFileSync(file, version);
});

test('a data folder whose control file is broken is called damaged, with PostgreSQL’s own reason', async () => {
	const file = join(cluster, 'global/pg_control');
	copyFileSync(file, backup('pg_control'));
	writeFileSync(file, Buffer.alloc(8192));
	await refused(begin(), /is damaged \(.+\); restore a backup/);
	writeFileSync(file, readFileSync(backup('pg_control')));
	await start();
});

test('a data folder that lacks the database’s files is called damaged', async () => {
	const [row] = await query(`select oid::int from pg_database where datname = 'allmende'`);
	const { oid } = row as { oid: number };
	await stopped();
	renameSync(join(cluster, `base/${oid}`), backup('base'));
	await refused(begin(), /is damaged \(.+\); restore a backup/);
	renameSync(backup('base'), join(cluster, `base/${oid}`));
	await start();
});

async function stopped(): Promise<void> {
	run.signal('SIGTERM');
	expect(await run.ended).toBe(0);
}
