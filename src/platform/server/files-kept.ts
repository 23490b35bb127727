import { sql, type Transaction } from 'kysely';
import type { ClientBase } from 'pg';
import type { DB } from '#platform/server/schema.ts';

/** Of the advisory lock between a backup and whoever deletes contents of files. */
const key = 7_261_946;

/** Keeps every content from being deleted until this connection ends. */
export async function keepFiles(client: ClientBase): Promise<void> {
	await client.query('select pg_advisory_lock($1)', [key]);
}

/** Whether contents may be deleted in this transaction; not while a backup copies them. */
export async function mayDeleteFiles(trx: Transaction<DB>): Promise<boolean> {
	const { rows } = await sql<{ may: boolean }>`select pg_try_advisory_xact_lock_shared(${key}) as may`.execute(trx);
	return rows[0]?.may ?? false;
}
