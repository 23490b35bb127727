import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { database, pool } from '#platform/server/database.ts';
import { transaction, unawaited } from '#platform/server/transaction.ts';
import { ways } from '../../../tests/ways.ts';

const insertion = (bucket: string) => sql`insert into rate_limit values (${bucket}, now(), 1)`;
const written = async () => {
	const rows = await database.selectFrom('rateLimit').select('bucket').orderBy('bucket').execute();
	return rows.map((row) => row.bucket);
};
const broken = sql`select 1 / 0`;
afterEach(async () => {
	// whatever came of it, every connection is back and none is left within a transaction
	expect(pool.idleCount).toBe(pool.totalCount);
	await database.deleteFrom('rateLimit').execute();
});

test('it goes to the database as often as its statements depend on each other', async () => {
	const sent = await ways(() =>
		transaction(async (trx, along) => {
			const [one] = await Promise.all([sql<{ n: number }>`select 1 as n`.execute(trx), insertion('one').execute(trx)]);
			along(insertion(`two after ${one.rows[0]?.n}`));
		}),
	);
	expect(await written()).toEqual(['one', 'two after 1']);
	expect(sent).toBe(2);
});

test('what is asked at once is carried out in the order of asking', async () => {
	const answers = await transaction((trx) =>
		Promise.all([
			sql`insert into rate_limit values ('a', now(), 1)`.execute(trx),
			sql<{ n: number }>`select count(*) as n from rate_limit`.execute(trx),
			sql`delete from rate_limit`.execute(trx),
			sql<{ n: number }>`select count(*) as n from rate_limit`.execute(trx),
		]),
	);
	expect(answers.map(({ rows }) => rows[0])).toEqual([undefined, { n: 1 }, undefined, { n: 0 }]);
});

test('a refusal, a statement that fails, and one that fails on the way with the commit leave nothing', async () => {
	const write = (name: string, fail: Parameters<typeof transaction<void>>[0]) =>
		transaction(async (trx, along) => {
			await insertion(name).execute(trx);
			await fail(trx, along);
		});
	await expect(write('refused', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
	await expect(write('failed', async (trx) => void (await broken.execute(trx)))).rejects.toThrow('division by zero');
	await expect(write('along', async (trx, along) => along(broken))).rejects.toThrow('division by zero');
	await expect(
		write('among others', async (trx, along) => {
			along(broken);
			along(insertion('after'));
		}),
	).rejects.toThrow('division by zero');
	await expect(write('swallowed', async (trx) => void (await broken.execute(trx).catch(() => {})))).rejects.toThrow();
	expect(await written()).toEqual([]);
});

test('a connection that is lost on the way is told, and the next transaction has another', async () => {
	const lost = transaction(async (trx, along) => {
		await insertion('lost').execute(trx);
		along(sql`select pg_terminate_backend(pg_backend_pid())`);
	});
	await expect(lost).rejects.toThrow();
	await transaction((trx) => insertion('kept').execute(trx));
	expect(await written()).toEqual(['kept']);
});

test('only what goes beside a page does not wait for the disk, and nothing after it', async () => {
	await database.connection().execute(async (connection) => {
		const waits = async () => {
			const { rows } = await sql<{ on: string }>`select current_setting('synchronous_commit') as on`.execute(
				connection,
			);
			return rows[0]?.on;
		};
		const within = async (beside: boolean) => {
			await sql`begin`.execute(connection);
			await sql`insert into rate_limit select 'mark', now(), 1 from (values (1)) v ${unawaited({ beside })}`.execute(
				connection,
			);
			const waited = await waits();
			await sql`rollback`.execute(connection);
			return waited;
		};
		await sql`set synchronous_commit to on`.execute(connection);
		expect([await within(true), await within(false), await waits()]).toEqual(['off', 'on', 'on']);
		await sql`reset synchronous_commit`.execute(connection);
	});
});
