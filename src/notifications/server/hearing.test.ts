import { beforeAll, describe, expect, test } from 'vitest';
import { bookmarkPost } from '#conversation/server/bookmarks.ts';
import { hidePost, postReply } from '#conversation/server/posts.ts';
import { startThread } from '#conversation/server/threads.ts';
import { communityNotifications, setCommunityNotifications } from '#notifications/server/community-wishes.ts';
import { deliverActivity } from '#notifications/server/deliver.ts';
import { newsPage } from '#notifications/server/news.ts';
import { notificationPreferences, setNotificationPreferences } from '#notifications/server/preferences.ts';
import { hearSpace, hearThread, readThreadNews, spaceHearing, threadHearing } from '#notifications/server/hearing.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '../../../tests/cast.ts';
import { cohortWorld, type World } from '../../../tests/world.ts';

const now = new Date('2026-09-24T10:00:00Z');
let minute = 0;
const next = () => new Date(now.getTime() + ++minute * 60_000);
let world: World;
let lea: Viewer, lina: Viewer, lars: Viewer;
beforeAll(async () => {
	world = await cohortWorld({ learners: 3 });
	[lea, lina, lars] = world.learners as [Viewer, Viewer, Viewer];
});

const start = async (viewer: Viewer, title = 'Ein Thema') =>
	(await does(viewer, next(), startThread, { spaceId: world.spaces['marktplatz'], title, body: 'Worum es geht.' }))
		.threadId;
const reply = (viewer: Viewer, threadId: string, body = 'Noch ein Gedanke.') =>
	does(viewer, next(), postReply, { threadId, body });
const hear = (viewer: Viewer, threadId: string, hearing: string) =>
	does(viewer, next(), hearThread, { threadId, hearing });
const wishFor = (viewer: Viewer, wish: object) =>
	does(viewer, next(), setCommunityNotifications, {
		communityId: world.communityId,
		hearing: '',
		mail: '',
		...wish,
	});

/** Delivers all that waits, each activity twice, and answers what this person has heard since. */
async function news(viewer: Viewer): Promise<string[]> {
	const activities = await database.selectFrom('activity').select('id').orderBy('id').execute();
	for (const { id } of activities) await deliverActivity({ activityId: id });
	await Promise.all(activities.map(({ id }) => deliverActivity({ activityId: id })));
	const rows = await database
		.selectFrom('notification')
		.select('kind')
		.where('userId', '=', viewer.userId)
		.where('readAt', 'is', null)
		.orderBy('at')
		.execute();
	return rows.map(({ kind }) => kind);
}
const forget = () => database.deleteFrom('activity').execute();

describe('a space', () => {
	const inSpace = (viewer: Viewer, hearing: string) =>
		does(viewer, next(), hearSpace, { spaceId: world.spaces['marktplatz'], hearing });
	test('that is followed tells of new threads and posts there and nowhere else; a muted thread stays muted', async () => {
		await inSpace(lars, 'all');
		await forget();
		const threadId = await start(lea);
		const elsewhere =
			world.spaces['fragen'] ?? Object.values(world.spaces).find((id) => id !== world.spaces['marktplatz']);
		await does(lea, next(), startThread, { spaceId: elsewhere, title: 'Woanders', body: 'Nicht hier.' });
		expect(await news(lars)).toEqual(['thread_new']);
		await forget();
		await reply(lea, threadId);
		expect(await news(lars)).toEqual(['thread_post']);
		await hear(lars, threadId, 'least');
		await forget();
		await reply(lea, threadId);
		expect(await news(lars)).toEqual([]);
	});

	test('that is muted is quiet though the community is followed, except for whom somebody names', async () => {
		await wishFor(lars, { hearing: 'all' });
		await inSpace(lars, 'least');
		await forget();
		const threadId = await start(lea);
		await reply(lea, threadId);
		expect(await news(lars)).toEqual([]);
		await reply(lea, threadId, `@${lars.name} was meinen Sie?`);
		expect(await news(lars)).toEqual(['mentioned']);
		const { spaces } = await does(lars, now, communityNotifications, { communityId: world.communityId });
		expect(spaces).toEqual([{ slug: 'marktplatz', name: expect.any(String), hearing: 'least' }]);
	});

	test('says what decided on it, and takes the choice back', async () => {
		const spaceId = world.spaces['marktplatz'];
		expect(await does(lars, now, spaceHearing, { spaceId })).toEqual({ hearing: 'least', because: 'space' });
		await inSpace(lars, '');
		expect(await does(lars, now, spaceHearing, { spaceId })).toEqual({ hearing: 'all', because: 'community' });
		await wishFor(lars, {});
	});
});

describe('a thread', () => {
	test('is followed by whoever writes in it, until they choose otherwise', async () => {
		await forget();
		const threadId = await start(lea);
		expect(await does(lina, now, threadHearing, { threadId })).toMatchObject({ hearing: 'mine', because: 'general' });
		await reply(lina, threadId);
		expect(await does(lina, now, threadHearing, { threadId })).toMatchObject({ hearing: 'all', because: 'wrote' });
		await forget();
		await reply(lars, threadId);
		expect(await news(lina)).toEqual(['thread_post']);
		expect(await news(lea)).toEqual(['reply']);
		await hear(lina, threadId, 'mine');
		await forget();
		await reply(lars, threadId);
		expect(await news(lina)).toEqual([]);
		await hear(lina, threadId, '');
		expect(await does(lina, now, threadHearing, { threadId })).toMatchObject({ hearing: 'all', because: 'wrote' });
	});

	test('that is followed is one piece of news until it is read, led by the newest post', async () => {
		await forget();
		const threadId = await start(lea);
		await hear(lina, threadId, 'all');
		await reply(lars, threadId);
		const second = await reply(lea, threadId);
		expect(await news(lina)).toEqual(['thread_post']);
		const { news: list } = await does(lina, next(), newsPage, {});
		expect(list.map(({ sentence }) => sentence)).toEqual([`${lea.name} hat in „Ein Thema“ geschrieben.`]);
		expect(await does(lina, next(), readThreadNews, { threadId, sequence: second.sequence - 1 })).toEqual({ read: 0 });
		expect(await does(lina, now, threadHearing, { threadId })).toMatchObject({ news: true });
		expect(await does(lina, next(), readThreadNews, { threadId, sequence: second.sequence })).toEqual({ read: 1 });
		expect(await does(lina, now, threadHearing, { threadId })).toMatchObject({ news: false });
		// what was told and read is not told again by a job that comes late
		expect(await news(lina)).toEqual([]);
		await reply(lars, threadId);
		expect(await news(lina)).toEqual(['thread_post']);
	});

	test('that is muted says nothing but direct mentions', async () => {
		await forget();
		const threadId = await start(lea);
		await hear(lea, threadId, 'least');
		await reply(lina, threadId);
		expect(await news(lea)).toEqual([]);
		await reply(lina, threadId, `@${lea.name} was meinst du?`);
		expect(await news(lea)).toEqual(['mentioned']);
		expect(await does(lea, now, threadHearing, { threadId })).toMatchObject({ hearing: 'least', because: 'thread' });
	});

	test('tells nobody who may no longer read it, and nothing that is hidden', async () => {
		await forget();
		const threadId = await start(lea);
		await hear(lina, threadId, 'all');
		await hear(world.carl, threadId, 'all');
		await database.updateTable('membership').set({ endedAt: now }).where('userId', '=', world.carl.userId).execute();
		const { postId } = await reply(lars, threadId);
		await does(world.clara, next(), hidePost, { postId });
		expect(await news(lina)).toEqual([]);
		await reply(lars, threadId);
		expect(await news(lina)).toEqual(['thread_post']);
		expect(await news(world.carl)).toEqual([]);
	});

	test('of another community is none of one’s business', async () => {
		const other = await cohortWorld({ learners: 1 });
		const threadId = await start(lea);
		const [stranger] = other.learners;
		await expect(hear(stranger as Viewer, threadId, 'all')).rejects.toMatchObject({ status: 404 });
	});

	test('is not told of by keeping it', async () => {
		await forget();
		const { threadId, postId } = await does(lea, next(), startThread, {
			spaceId: world.spaces['marktplatz'],
			title: 'Gemerkt',
			body: 'Worum es geht.',
		});
		await does(lina, next(), bookmarkPost, { postId });
		await reply(lars, threadId);
		expect(await news(lina)).toEqual([]);
	});
});

describe('a community', () => {
	test('of which one wants everything tells of every thread and post', async () => {
		await forget();
		await wishFor(lina, { hearing: 'all' });
		const threadId = await start(lea);
		await reply(lars, threadId);
		expect(await news(lina)).toEqual(['thread_new', 'thread_post']);
		expect(await does(lina, now, threadHearing, { threadId })).toMatchObject({ hearing: 'all', because: 'community' });
		await hear(lina, threadId, 'mine');
		await forget();
		await reply(lars, threadId);
		expect(await news(lina)).toEqual([]);
		await wishFor(lina, {});
	});

	test('of which one wants the least still says what one must know', async () => {
		await forget();
		await wishFor(lea, { hearing: 'least', mail: 'none' });
		const threadId = await start(lea);
		await reply(lina, threadId);
		const own = await reply(lea, threadId);
		await does(world.clara, next(), hidePost, { postId: own.postId });
		expect(await news(lea)).toEqual(['post_hidden']);
		expect(
			await database
				.selectFrom('mail')
				.select('id')
				.where('kind', '=', 'post_hidden')
				.where('userId', '=', lea.userId)
				.execute(),
		).toEqual([]);
		const page = await does(lea, now, communityNotifications, { communityId: world.communityId });
		expect(page).toMatchObject({ hearing: 'least', mail: 'none', general: { hearing: 'mine', digest: true } });
		expect(page.must).toContainEqual({ title: 'Ein Treffen ist verschoben', mailed: true });
		await wishFor(lea, {});
	});
});

test('the general choice holds where nothing else was chosen, and is kept beside the kinds', async () => {
	await forget();
	await does(lars, next(), setNotificationPreferences, { kinds: ['mentioned'], hearing: 'all', digest: 'false' });
	expect(await does(lars, now, notificationPreferences, {})).toMatchObject({
		hearing: 'all',
		digest: false,
		communities: [{ id: world.communityId, hearing: null, mail: null }],
	});
	await does(lars, next(), setNotificationPreferences, { kinds: [] });
	expect(await does(lars, now, notificationPreferences, {})).toMatchObject({ hearing: 'all', digest: false });
	await start(lea);
	expect(await news(lars)).toContain('thread_new');
	await does(lars, next(), setNotificationPreferences, { kinds: [], hearing: 'mine', digest: true });
});
