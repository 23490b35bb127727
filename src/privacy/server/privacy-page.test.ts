import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { learnerRecord } from '#course/server/records.ts';
import { kept, keptIds } from '#privacy/kept.ts';
import { privacyPage } from '#privacy/server/privacy-page.ts';
import { does } from '../../../tests/cast.ts';
import { after, courseWorld, learnerOf } from '../../../tests/learning.ts';

test('every column that names a person is declared in exactly one kind with what becomes of it, and none besides', async () => {
	// what refers to the table of people, and what holds their ids without saying so
	const { rows } = await sql<{ table: string; column: string }>`
		select c.relname as table, a.attname as column
		from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
		where n.nspname = 'public' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
			and (exists(select from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'
					and f.confrelid = '"user"'::regclass and a.attnum = any(f.conkey))
				or (a.atttypid = 'uuid'::regtype and a.attname ~ '(user|owner|actor|author|viewer|person|examiner)_id$'))`.execute(
		database,
	);
	const found = rows.map(({ table, column }) => `${table}.${column}`);
	const declared = kept.flatMap(({ tables }) =>
		Object.entries(tables).flatMap(([table, columns]) => Object.keys(columns).map((column) => `${table}.${column}`)),
	);
	expect(found.filter((name) => !declared.includes(name))).toEqual([]);
	expect(declared.filter((name) => !found.includes(name))).toEqual(['user.id']);
	const tables = kept.flatMap(({ tables: each }) => Object.keys(each));
	expect(new Set(tables).size).toBe(tables.length);
	expect(kept.map(({ id }) => id)).toEqual([...keptIds]);
});

test('tables that name nobody by an id, but by an address or in words, are declared too', async () => {
	const { rows } = await sql<{ name: string }>`
		select distinct c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
		join pg_attribute a on a.attrelid = c.oid
		where n.nspname = 'public' and c.relkind = 'r' and a.attname ~ '(e?mail|to_address|respondent|ip_address|identifier)$'
			and a.attnum > 0`.execute(database);
	const tables = kept.flatMap(({ tables: each }) => Object.keys(each));
	expect(rows.map(({ name }) => name).filter((name) => !tables.includes(name))).toEqual([]);
});

test('signed out one reads what is kept, and nothing about anybody', async () => {
	await courseWorld(2);
	const page = await does(null, after(3, 1), privacyPage, {});
	expect(page.kept).toHaveLength(keptIds.length);
	expect(page.providers[0]).toMatchObject({ worksCouncilMode: false });
	expect(page.mine).toBeNull();
});

test('signed in one sees who looked at one’s records, and only at one’s own', async () => {
	const world = await courseWorld(2);
	const [ann, ben] = [learnerOf(world, 0), learnerOf(world, 1)];
	await does(world.clara, after(3, 1), learnerRecord, { communityId: world.communityId, userId: ann.userId });
	const page = await does(ann, after(3, 2), privacyPage, {});
	expect(page.mine?.accesses).toMatchObject([{ name: world.clara.name, purpose: 'course_record' }]);
	expect(page.mine?.communities.map(({ id }) => id)).toEqual([world.communityId]);
	expect((await does(ben, after(3, 2), privacyPage, {})).mine?.accesses).toEqual([]);
});

test('whether the works council’s agreement is in force is said', async () => {
	const world = await courseWorld(1);
	await database
		.updateTable('organisation')
		.set({ worksCouncilMode: true })
		.where('id', '=', world.organisationId)
		.execute();
	const { providers } = await does(learnerOf(world, 0), after(3, 2), privacyPage, {});
	expect(providers.map(({ worksCouncilMode }) => worksCouncilMode)).toEqual([true]);
});
