import { expect, test } from 'vitest';
import { knownTo } from '#identity/server/grounds.ts';
import { database } from '#platform/server/database.ts';
import { cohortWorld } from '../../../tests/world.ts';

test('an examiner knows no face of the cohort; its people and its organiser know each other’s', async () => {
	const { learners, clara, edda, olga } = await cohortWorld({ learners: 3 });
	const [lea, theo] = learners;
	if (!lea || !theo) throw new Error('no learners');
	const all = [lea.userId, theo.userId, clara.userId];
	expect(await knownTo(database, edda.userId, all)).toEqual(new Set());
	expect(await knownTo(database, theo.userId, [lea.userId, edda.userId])).toEqual(new Set([lea.userId]));
	expect(await knownTo(database, olga.userId, [lea.userId])).toEqual(new Set([lea.userId]));
	expect(await knownTo(database, lea.userId, [])).toEqual(new Set());
});
