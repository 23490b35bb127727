import { expect, test } from 'vitest';
import { allOrganisations } from '#community/server/organisations.ts';
import { peoplePage } from '#community/server/people.ts';
import { database } from '#platform/server/database.ts';
import { does, person } from '../../../tests/cast.ts';
import { cohortWorld } from '../../../tests/world.ts';

const now = new Date('2026-09-24T10:00:00Z');

test('whoever reads on by name misses nobody and meets nobody twice, however many share a name', async () => {
	const { communityId, clara } = await cohortWorld({ learners: 2 });
	const namesakes = await database
		.insertInto('user')
		.values(Array.from({ length: 260 }, (_, n) => ({ name: 'Anna Müller', email: `anna${n}@example.org` })))
		.returning('id')
		.execute();
	await database
		.insertInto('membership')
		.values(namesakes.map(({ id }) => ({ communityId, userId: id, role: 'member', startedAt: now })))
		.execute();
	const met: string[] = [];
	let after: string | undefined;
	do {
		const { people, next } = await does(clara, now, peoplePage, { communityId, after });
		met.push(...people.map(({ userId }) => userId));
		after = next ?? undefined;
	} while (after);
	const { count } = await does(clara, now, peoplePage, { communityId });
	expect(met).toHaveLength(count);
	expect(new Set(met).size).toBe(count);
});

test('organisations are listed in pages, and counted as a whole', async () => {
	const ada = await person('ada', { administrator: true });
	await database
		.insertInto('organisation')
		.values(Array.from({ length: 120 }, (_, n) => ({ name: 'Werkhof', slug: `werkhof-${n}` })))
		.execute();
	const first = await does(ada, now, allOrganisations, {});
	const second = await does(ada, now, allOrganisations, { after: first.next });
	const ids = [...first.organisations, ...second.organisations].map(({ id }) => id);
	expect(new Set(ids).size).toBe(first.count);
	expect(ids).toHaveLength(first.count);
	expect(second.next).toBeNull();
});
