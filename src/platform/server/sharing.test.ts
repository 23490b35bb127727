import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { database, pool, reading } from '#platform/server/database.ts';

const backend = async (db = reading) => {
	const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
	return rows[0]?.pid;
};

test('whoever begins to read in one turn shares a connection, and gives it back once all are done', async () => {
	const [one, other, outside] = await Promise.all([
		reading.transaction().execute(backend),
		reading.transaction().execute(backend),
		database.transaction().execute(backend),
	]);
	expect(other).toBe(one);
	expect(outside).not.toBe(one);
	expect(pool.idleCount).toBe(pool.totalCount);
});

test('a read that fails fails alone, and what shares its connection is answered in its order', async () => {
	const answers = await Promise.allSettled([
		sql<{ n: number }>`select 1 as n`.execute(reading),
		sql`select 1 / 0`.execute(reading),
		sql<{ n: number }>`select 3 as n`.execute(reading),
	]);
	expect(answers.map((one) => (one.status === 'fulfilled' ? one.value.rows : String(one.reason)))).toEqual([
		[{ n: 1 }],
		'error: division by zero',
		[{ n: 3 }],
	]);
});

test('whoever comes later waits for nobody', async () => {
	let done = (): void => {};
	const held = new Promise<void>((resolve) => (done = resolve));
	let begun = (_pid: number | undefined): void => {};
	const first = new Promise<number | undefined>((resolve) => (begun = resolve));
	const long = reading.transaction().execute(async (trx) => {
		begun(await backend(trx));
		await held;
		return backend(trx);
	});
	const mine = await first;
	expect(await backend()).not.toBe(mine);
	done();
	expect(await long).toBe(mine);
	expect(pool.idleCount).toBe(pool.totalCount);
});
