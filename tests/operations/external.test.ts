import pg from 'pg';
import { expect, inject, onTestFinished, test } from 'vitest';
import { migrateAll } from '#platform/server/migrate.ts';
import { openBrowser } from '../browser.ts';
import { emptyDatabase, freshDatabase } from '../database.ts';
import { barriersOn } from '../journeys/browser/barriers.ts';
import { databaseProxy } from './database-proxy.ts';
import { answers, freePort, launch, refused, startServer, type Run } from '../server.ts';

const secret = 'only-for-tests-0123456789abcdef0123456789';

const begin = async (env: Record<string, string>): Promise<Run> =>
	launch({ PORT: String(await freePort()), SECRET: secret, ...env });

async function query(url: string, text: string): Promise<pg.QueryResult> {
	const client = new pg.Client(url);
	await client.connect();
	try {
		return await client.query(text);
	} finally {
		await client.end();
	}
}

test('every wrong setting is named in one sentence', async () => {
	await refused(
		await begin({ PORT: 'abc', SECRET: 'short' }),
		/^The configuration is not right: PORT must be .*; SECRET/,
	);
});

test('a database that does not answer is named by its variable, without the password', async () => {
	const run = await begin({ DATABASE_URL: 'postgresql://someone:hidden-word@127.0.0.1:1/none' });
	await refused(run, /^The database of DATABASE_URL cannot be used \(ECONNREFUSED/);
	expect(run.said()).not.toContain('hidden-word');
});

test('a database that a newer version has used is not touched', async () => {
	const url = await freshDatabase();
	await query(url, `insert into migrations (name) values ('9999_later.sql')`);
	await refused(await begin({ DATABASE_URL: url, DEMO: '1' }), /newer version of Allmende \(its migration 9999_later/);
});

test('two processes that bring an empty database up to date at once do it once', async () => {
	const url = await emptyDatabase();
	const [first, second] = await Promise.all([migrateAll(url), migrateAll(url)]);
	const { rows } = await query(url, 'select name from migrations order by name');
	expect([...first, ...second].sort()).toEqual(rows.map((row) => row.name));
	expect(Math.min(first.length, second.length)).toBe(0);
	expect((await query(url, 'select count(*)::int as jobs from graphile_worker.jobs')).rows).toEqual([{ jobs: 0 }]);
});

test('a production instance prints the way to its set-up page once, and again at the next start until it is used', async () => {
	const url = await emptyDatabase();
	const server = await startServer(url, { DEMO: '0', LOG_LEVEL: 'info' });
	const token = () => /\/setup\?token=([\w-]{32})/.exec(server.said())?.[1];
	await expect.poll(token).toBeTruthy();
	const first = token();
	await server.stop();
	await server.restart();
	await expect.poll(token).toBeTruthy();
	expect(token()).not.toBe(first);
	const browser = await openBrowser();
	const page = await (await browser.newContext()).newPage();
	await page.goto(`${server.url}/setup?token=${token()}`);
	expect(await page.locator('input[type=password]').count()).toBe(1);
	expect(await barriersOn(page)).toEqual([]);
	await browser.close();
	await query(url, `update instance set setup_at = now(), setup_token_digest = null`);
	await server.stop();
	await server.restart();
	expect(token()).toBeUndefined();
	await server.stop();
}, 60_000);

test('what a start needs of the database it asks before it answers: afterwards the database may go away at any moment', async () => {
	const proxy = await databaseProxy(await freshDatabase());
	onTestFinished(proxy.close);
	// the last that it asks, for the way to the set-up page
	const asked = proxy.hold({ mark: /update "instance" set "setup_token_digest"/, after: -1 });
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const settings = {
		DATABASE_URL: proxy.url,
		DATA_DIR: inject('dataDir'),
		SECRET: secret,
		PORT: String(port),
		DEMO: '1',
	};
	const status = (page: string) =>
		fetch(`${url}/${page}`).then(
			(response) => response.status,
			() => 'refused',
		);
	const held = launch(settings);
	onTestFinished(() => held.signal('SIGKILL'));
	await Promise.race([asked, held.ended.then(() => Promise.reject(new Error(held.said())))]);
	expect(await status('readyz')).toBe('refused');
	proxy.cut();
	expect(await held.ended).toBe(1);
	const run = launch(settings);
	onTestFinished(() => run.signal('SIGKILL'));
	await answers(run, url);
	expect(await status('readyz')).toBe(200);
	proxy.cut();
	expect(await status('healthz'), run.said()).toBe(200);
	await expect.poll(() => status('readyz'), { timeout: 10_000 }).toBe(200);
	run.signal('SIGTERM');
	expect(await run.ended).toBe(0);
});

test('without its database a server is alive but not ready, and ready again when it is back', async () => {
	const url = await freshDatabase();
	const server = await startServer(url);
	const name = new URL(url).pathname.slice(1);
	const admin = url.replace(`/${name}?`, '/postgres?');
	const status = async (page: string) => {
		try {
			return (await fetch(`${server.url}/${page}`)).status;
		} catch (cause) {
			throw new Error(`/${page} was not answered by a server that said: ${server.said()}`, { cause });
		}
	};
	expect(await status('readyz')).toBe(200);
	await query(admin, `alter database ${name} allow_connections false`);
	await query(admin, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
	expect(await status('readyz')).toBe(503);
	expect(await status('healthz')).toBe(200);
	await query(admin, `alter database ${name} allow_connections true`);
	await expect.poll(() => status('readyz'), { timeout: 10_000 }).toBe(200);
	await server.stop();
});
