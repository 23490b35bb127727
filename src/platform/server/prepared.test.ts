import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { PlanNames } from '#platform/server/prepared.ts';

const long = `select id, name from organisation where ${Array.from({ length: 20 }, (_, n) => `name <> 'Akademie ${n}'`).join(' and ')} and name <> $1`;

/** With room: whichever tests ran before in this process have had their queries planned, too. */
const planNameOf = (text: string, parameters: number) => new PlanNames().of(text, parameters);

test('a long query that reads is planned once, under one name', () => {
	const plans = new PlanNames();
	expect(plans.of(long, 1)).toHaveLength(24);
	expect(plans.of(long, 1)).toBe(plans.of(long, 1));
});

test('writes, short queries, long lists and whatever columns a table has are not', () => {
	expect(planNameOf(`${long} `.replace('select id, name', 'select "o".*'), 1)).toBeUndefined();
	expect(planNameOf(long.replace('select id, name', 'select *'), 1)).toBeUndefined();
	expect(planNameOf(`update organisation set name = $1 ${long}`, 1)).toBeUndefined();
	expect(planNameOf('select 1', 0)).toBeUndefined();
	expect(planNameOf(`${long} and true`, 200)).toBeUndefined();
});

test('queries put together anew each time get no more than so many names', () => {
	const plans = new PlanNames();
	const named = Array.from({ length: 500 }, (_, n) => plans.of(`${long} and name <> '${n}'`, 1)).filter(Boolean);
	expect(named).toHaveLength(400);
	expect(plans.of(`${long} and name <> '0'`, 1)).toBe(named[0]);
});

test('a planned query goes on answering when its table gets a column', async () => {
	const ask = () => sql`${sql.raw(long.replace('$1', `'x'`))}`.execute(database);
	for (let time = 0; time < 7; time++) expect((await ask()).rows).toEqual([]);
	await sql`alter table organisation add column colour text`.execute(database);
	expect((await ask()).rows).toEqual([]);
});
