import { beforeAll, expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { recommendationPage, recommendationPlaces } from '#course/server/recommendation-page.ts';
import { finishRecommendation, recommend, withdrawRecommendation } from '#course/server/recommendations.ts';
import { unitPage } from '#course/server/units.ts';
import { does } from '../../../tests/cast.ts';
import { conversation } from '../../../tests/course-acts.ts';
import { after, courseWorld, formed, learnerOf } from '../../../tests/learning.ts';
import { cohortWorld, type World } from '../../../tests/world.ts';

let world: World;
let here: { communityId: string };
let groups: string[];
const learner = (index: number) => learnerOf(world, index);
const now = after(1, 20);
beforeAll(async () => {
	world = await courseWorld(8);
	here = { communityId: world.communityId };
	groups = await formed(world, 2, [world.learners.slice(0, 4), world.learners.slice(4)]);
}, 60_000);

const page = (target?: string) =>
	does(world.clara, now, recommendationPage, { ...here, ...(target ? { target } : {}) });
const give = (what: object) =>
	does(world.clara, now, recommend, { ...here, kind: 'link', target: 'https://example.org/', ...what });
const topicOf = async (number: number) =>
	(await does(world.clara, now, unitPage, { ...here, number })).content?.topics[0]?.id ?? '';

test('what is open to learners can be recommended, and nothing that is to come', async () => {
	expect((await page()).lessons.map(({ number }) => number)).toEqual([1, 2]);
	const to = { userIds: [learner(0).userId] };
	await expect(give({ kind: 'lesson', target: await topicOf(3), ...to })).rejects.toMatchObject({
		code: 'recommendation_target',
		field: 'target',
	});
	const { recommendationIds } = await give({ kind: 'lesson', target: await topicOf(2), ...to });
	expect(recommendationIds).toHaveLength(1);
});

test('whoever is in a chosen group gets it once', async () => {
	const { recommendationIds } = await give({
		title: 'Zweimal gemeint',
		learningGroupIds: [groups[0]],
		userIds: [learner(1).userId, learner(6).userId],
	});
	const rows = await database
		.selectFrom('recommendation')
		.select(['userId', 'learningGroupId'])
		.where('id', 'in', recommendationIds)
		.execute();
	expect(rows).toEqual(
		expect.arrayContaining([
			{ userId: null, learningGroupId: groups[0] },
			{ userId: learner(6).userId, learningGroupId: null },
		]),
	);
	expect(rows).toHaveLength(2);
});

test('nobody is recommended to themselves, and only to learners of this cohort', async () => {
	const person = { kind: 'person', target: learner(2).userId };
	await expect(give({ ...person, userIds: [learner(2).userId] })).rejects.toMatchObject({ field: 'userIds' });
	expect((await give({ ...person, userIds: [learner(2).userId, learner(3).userId] })).recommendationIds).toHaveLength(
		1,
	);
	const other = await cohortWorld({ learners: 1 });
	await expect(give({ userIds: [learnerOf(other, 0).userId] })).rejects.toMatchObject({ field: 'userIds' });
	await expect(give({ userIds: [] })).rejects.toMatchObject({ field: 'userIds' });
});

test('companions see how many have done what they recommended, until one of them takes it back', async () => {
	const { recommendationIds } = await give({ title: 'Ein Aufsatz', learningGroupIds: [groups[1]] });
	const [recommendationId = ''] = recommendationIds;
	await does(learner(4), now, finishRecommendation, { recommendationId });
	const found = async () => (await page()).given.find(({ id }) => id === recommendationId);
	expect(await found()).toMatchObject({
		groupName: 'Esche',
		people: 4,
		done: 1,
		href: 'https://example.org/',
		by: 'Clara',
	});
	await does(world.carl, now, withdrawRecommendation, { recommendationId });
	expect(await found()).toBeUndefined();
});

test('a thread one comes from is among those to choose from, however old', async () => {
	const old = await conversation(world, learner(0), after(0, 2), []);
	for (let newer = 0; newer < 60; newer++) await conversation(world, learner(1), after(0, 3 + newer / 60), []);
	expect((await page()).threads.map(({ id }) => id)).not.toContain(old.threadId);
	expect((await page(old.threadId)).threads[0]?.id).toBe(old.threadId);
}, 60_000);

test('from a person’s page a companion comes to the cohorts that both belong to', async () => {
	const places = async (userId: string, viewer = world.clara) =>
		(await does(viewer, now, recommendationPlaces, { userId })).places;
	expect(await places(learner(0).userId)).toMatchObject([{ communityId: world.communityId, learner: true }]);
	expect(await places(world.carl.userId)).toMatchObject([{ learner: false }]);
	expect(await places(world.clara.userId)).toEqual([]);
	expect(await places(learner(0).userId, learner(1))).toEqual([]);
});
