import pg from 'pg';
import { CannotStart, codeOf } from '#platform/server/cannot-start.ts';
import { config } from '#platform/server/config.ts';
import { keepSecret, prepareDataFolder, refuseHalfRestored, settlePlace } from '#platform/server/data-folder.ts';
import { lockDataFolder } from '#platform/server/data-lock.ts';
import { atEnd } from '#platform/server/endings.ts';
import { embeddedPlace } from '#platform/server/embedded-place.ts';
import { startEmbedded, type Embedded } from '#platform/server/embedded.ts';
import { migrateAll } from '#platform/server/migrate.ts';
import type { Report } from '#platform/server/report.ts';

/** Makes the data folder this process's own until it ends. @throws {CannotStart} */
export async function holdDataFolder(): Promise<void> {
	prepareDataFolder(config.dataDir);
	refuseHalfRestored(config.dataDir);
	if (config.externalDatabase) return;
	const lock = await lockDataFolder(config.dataDir);
	atEnd(lock.release);
	keepSecret(config.dataDir);
	settlePlace(config.dataDir);
}

/**
 * Everything before the first query of the product: the database, its migrations, the kind of the instance.
 * Must be done before `database.ts` is loaded, whose pool connects to what is settled here. What is started is ended
 * with the process.
 * @throws {CannotStart}
 */
export async function prepareDatabase(report: Report): Promise<void> {
	if (config.externalDatabase) return prepareExternal(report);
	report('Starting the database');
	const starting = startEmbedded(embeddedPlace(config.dataDir).cluster);
	atEnd(() =>
		starting.then(
			(server) => server.stop(),
			() => {},
		),
	);
	const server = await starting;
	if (server.adopted) report('Took over the database that an earlier run had left running');
	await createDatabase(server);
	await migrateWith(report);
	if ((await fixKind()) === 'ready') return;
	report('The demo was filled only halfway last time; beginning anew');
	await createDatabase(server, { anew: true });
	await migrateWith(report);
	await fixKind();
}

async function prepareExternal(report: Report): Promise<void> {
	await migrateWith(report);
	if ((await fixKind()) === 'half filled')
		throw new CannotStart('The demo in this database was filled only halfway; empty the database and start again.');
}

async function createDatabase(server: Embedded, { anew = false } = {}): Promise<void> {
	const client = await connect(server.url('postgres'));
	try {
		if (anew) await client.query('drop database if exists allmende with (force)');
		const { rowCount } = await client.query(`select 1 from pg_database where datname = 'allmende'`);
		if (!rowCount) await client.query('create database allmende');
	} finally {
		await client.end();
	}
}

async function migrateWith(report: Report): Promise<void> {
	await (await connect(config.databaseUrl)).end();
	const done = await migrateAll(config.databaseUrl);
	if (done.length > 0) report(`Brought the database up to date (${done.length} steps)`);
}

async function connect(url: string): Promise<pg.Client> {
	const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
	try {
		await client.connect();
		return client;
	} catch (cause) {
		const reason = codeOf(cause) ?? 'no answer';
		const said = cause instanceof Error && cause.message ? `${reason}: ${cause.message}` : reason;
		throw new CannotStart(
			config.externalDatabase
				? `The database of DATABASE_URL cannot be used (${withoutPassword(said)}); check the variable and that the server runs.`
				: `The database in ${embeddedPlace(config.dataDir).cluster} is damaged (${said}); restore a backup of that folder, or move it away to begin anew.`,
			{ cause },
		);
	}
}

function withoutPassword(said: string): string {
	const password = config.externalDatabase ? URL.parse(config.externalDatabase)?.password : '';
	return password ? said.replaceAll(password, '…').replaceAll(decodeURIComponent(password), '…') : said;
}

/** Writes down what this instance is at its first start, and refuses to run it as anything else later. */
async function fixKind(): Promise<'ready' | 'half filled'> {
	const kind = config.demo ? 'demo' : 'production';
	const client = await connect(config.databaseUrl);
	try {
		const added = await client.query('insert into instance (kind) values ($1) on conflict (id) do nothing', [kind]);
		if (added.rowCount) return 'ready';
		const { rows } = await client.query<{ kind: string; filled: boolean }>(
			'select kind, filled_at is not null as filled from instance',
		);
		const [found] = rows;
		if (found?.kind !== kind) throw new CannotStart(wrongKind[kind]);
		return kind === 'demo' && !found.filled ? 'half filled' : 'ready';
	} finally {
		await client.end();
	}
}

const wrongKind = {
	production:
		'This database holds a demo, which can never become a production instance; set DATA_DIR (or DATABASE_URL) to another place, or use npm run demo.',
	demo: 'This database holds a production instance, which a demo must not touch; set DATA_DIR (or DATABASE_URL) to another place, or use npm start.',
};
