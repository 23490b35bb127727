import { beforeAll, expect, test } from 'vitest';
import { createOrganisation } from '#community/server/organisations.ts';
import { call } from '#platform/server/verb.ts';
import { InvalidInput } from '#platform/refusal.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { as, person } from '../../../tests/cast.ts';

const now = new Date('2026-09-01T08:00:00Z');
let ada: Viewer;
let ben: Viewer;
beforeAll(async () => {
	ada = await person('ada', { administrator: true });
	ben = await person('ben');
});
const organisation = { name: 'Akademie', slug: 'akademie' };

test('whoever is not signed in is asked to sign in first', async () => {
	await expect(call(createOrganisation, as(null, now), organisation)).rejects.toMatchObject({
		code: 'sign_in_first',
		status: 401,
	});
});
test('a person without the right is refused, and nothing is written', async () => {
	await expect(call(createOrganisation, as(ben, now), organisation)).rejects.toMatchObject({ status: 404 });
	expect(await database.selectFrom('organisation').select('id').execute()).toEqual([]);
});
test('input that does not fit is answered at its field in the reader’s language', async () => {
	const refused = call(createOrganisation, as(ada, now), { ...organisation, name: '' });
	await expect(refused).rejects.toBeInstanceOf(InvalidInput);
	await expect(refused).rejects.toMatchObject({
		errors: [{ field: 'name', message: expect.stringContaining('mindestens') }],
	});
});
test('the same key gives the first answer again, also to twenty requests at once', async () => {
	const answers = await Promise.all(
		Array.from({ length: 20 }, () => call(createOrganisation, as(ada, now, 'double-click-1'), organisation)),
	);
	expect(new Set(answers.map((a) => a.organisationId)).size).toBe(1);
	expect(await database.selectFrom('organisation').select('id').execute()).toHaveLength(1);
});
