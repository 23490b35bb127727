import { openSync, readSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { logName, logSize } from '#platform/server/postgres-log.ts';
import type { BenchWorld } from './world.ts';

/** Of the queue, of the event stream and of this measurement itself. */
const beside = /graphile_worker|listen live|pg_reload_conf|log_statement|\bbegin\b|\bcommit\b/i;

/** The statements that reach the database while something is done, but for `begin` and `commit`. */
export async function queriesOf(world: BenchWorld, act: () => Promise<unknown>): Promise<string[]> {
	const client = new pg.Client(world.databaseUrl);
	await client.connect();
	const logged = async (setting: 'all' | 'none') => {
		await client.query(`alter system set log_statement = '${setting}'`);
		await client.query('select pg_reload_conf()');
		// each process of the database notices before its next command
		await wait(300);
	};
	await logged('all');
	const from = logSize(world.cluster);
	await act();
	await wait(100);
	const said = read(world.cluster, from);
	await logged('none');
	await client.end();
	return said
		.split(/\n(?=\d{4}-\d\d-\d\d )/)
		.flatMap((line) => /LOG:\s+(?:statement|execute [^:]+): ([\s\S]*)/.exec(line)?.[1]?.trim() ?? [])
		.filter((statement) => !beside.test(statement));
}

function read(cluster: string, from: number): string {
	const text = Buffer.alloc(logSize(cluster) - from);
	const file = openSync(join(cluster, logName), 'r');
	readSync(file, text, 0, text.length, from);
	closeSync(file);
	return text.toString();
}
