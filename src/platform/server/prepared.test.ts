import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { planName } from '#platform/server/prepared.ts';

const long = `select id, name from organisation where ${Array.from({ length: 20 }, (_, n) => `name <> 'Akademie ${n}'`).join(' and ')} and name <> $1`;

test('a long query that reads is planned once, under one name', () => {
	expect(planName(long, 1)).toBe(planName(long, 1));
	expect(planName(long, 1)).toHaveLength(24);
});

test('writes, short queries, long lists and whatever columns a table has are not', () => {
	expect(planName(`${long} `.replace('select id, name', 'select "o".*'), 1)).toBeUndefined();
	expect(planName(long.replace('select id, name', 'select *'), 1)).toBeUndefined();
	expect(planName(`update organisation set name = $1 ${long}`, 1)).toBeUndefined();
	expect(planName('select 1', 0)).toBeUndefined();
	expect(planName(`${long} and true`, 200)).toBeUndefined();
});

test('a planned query goes on answering when its table gets a column', async () => {
	const ask = () => sql`${sql.raw(long.replace('$1', `'x'`))}`.execute(database);
	for (let time = 0; time < 7; time++) expect((await ask()).rows).toEqual([]);
	await sql`alter table organisation add column colour text`.execute(database);
	expect((await ask()).rows).toEqual([]);
});
