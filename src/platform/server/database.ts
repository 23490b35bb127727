import {
	CamelCasePlugin,
	Kysely,
	PostgresDialect,
	PostgresDriver,
	type LogEvent,
	type PostgresDialectConfig,
} from 'kysely';
import pg from 'pg';
import { config } from '#platform/server/config.ts';
import { countQuery } from '#platform/server/metrics.ts';
import { planningPool } from '#platform/server/prepared.ts';
import { sharingPool } from '#platform/server/sharing.ts';
import type { DB } from '#platform/server/schema.ts';

// Calendar dates stay text (a Date would take on the process's time zone); counts and sums fit a number.
const { builtins } = pg.types;
pg.types.setTypeParser(builtins.DATE, (text) => text);
pg.types.setTypeParser(builtins.INT8, Number);
pg.types.setTypeParser(builtins.NUMERIC, Number);

export const pool = new pg.Pool({
	connectionString: config.databaseUrl,
	max: 12,
	pipeline: true,
	// a new one knows no plans and has to find out about every table, which whoever comes first would wait for
	idleTimeoutMillis: 600_000,
});
// An idle connection that breaks is replaced at the next query; one in use fails its query.
pool.on('error', () => {});
pool.on('connect', (client) => client.on('error', () => {}));

/** Holds a connection as a transaction does, without beginning one. */
class ReadingDriver extends PostgresDriver {
	override async beginTransaction(): Promise<void> {}
	override async commitTransaction(): Promise<void> {}
	override async rollbackTransaction(): Promise<void> {}
}

class ReadingDialect extends PostgresDialect {
	readonly #config: PostgresDialectConfig;

	constructor(config: PostgresDialectConfig) {
		super(config);
		this.#config = config;
	}

	override createDriver(): ReadingDriver {
		return new ReadingDriver(this.#config);
	}
}

const settings = {
	log: ({ level, queryDurationMillis }: LogEvent) =>
		countQuery({ failed: level === 'error', seconds: queryDurationMillis / 1000 }),
	plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
};

const dialect = new PostgresDialect({ pool: planningPool(pool) });
export const database = new Kysely<DB>({ ...settings, dialect });
/** What `transaction` begins and ends its transactions with. */
export const writing = { dialect, driver: dialect.createDriver() };

/**
 * For what reads: its transactions are none, which spares two of three ways to the database, and those who read at once
 * share one. Each statement sees what is
 * committed when it begins, just as within a transaction of the usual kind. Where a look at somebody's records is noted
 * the note stands at once, so that nothing is shown unnoted, even where the answer fails afterwards.
 */
export const reading = new Kysely<DB>({ ...settings, dialect: new ReadingDialect({ pool: sharingPool(pool) }) });
