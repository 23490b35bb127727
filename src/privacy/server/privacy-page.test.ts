import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { learnerRecord } from '#course/server/records.ts';
import { kept, keptIds } from '#privacy/kept.ts';
import { privacyPage } from '#privacy/server/privacy-page.ts';
import { does } from '../../../tests/cast.ts';
import { after, courseWorld, learnerOf } from '../../../tests/learning.ts';

test('every table that refers to people is declared in exactly one kind, and every declared one is there', async () => {
	const { rows } = await sql<{ name: string; person: boolean }>`
		select c.relname as name, exists(select from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'
			and f.confrelid = '"user"'::regclass) as person
		from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = 'public' and c.relkind = 'r'`.execute(database);
	const declared = kept.flatMap(({ tables }) => tables);
	expect(new Set(declared).size).toBe(declared.length);
	const people = rows.filter(({ person }) => person).map(({ name }) => name);
	expect(people.filter((name) => !declared.includes(name))).toEqual([]);
	expect(declared.filter((name) => !rows.some((row) => row.name === name))).toEqual([]);
	expect(kept.map(({ id }) => id)).toEqual([...keptIds]);
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
