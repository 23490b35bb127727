import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { config } from '#platform/server/config.ts';
import { countQuery } from '#platform/server/metrics.ts';
import { planningPool } from '#platform/server/prepared.ts';
import type { DB } from '#platform/server/schema.ts';

// Calendar dates stay text (a Date would take on the process's time zone); counts and sums fit a number.
const { builtins } = pg.types;
pg.types.setTypeParser(builtins.DATE, (text) => text);
pg.types.setTypeParser(builtins.INT8, Number);
pg.types.setTypeParser(builtins.NUMERIC, Number);

export const pool = new pg.Pool({ connectionString: config.databaseUrl, max: 12 });
// An idle connection that breaks is replaced at the next query; one in use fails its query.
pool.on('error', () => {});
pool.on('connect', (client) => client.on('error', () => {}));

export const database = new Kysely<DB>({
	dialect: new PostgresDialect({ pool: planningPool(pool) }),
	log: ({ level, queryDurationMillis }) =>
		countQuery({ failed: level === 'error', seconds: queryDurationMillis / 1000 }),
	plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
});
