import { beforeAll, expect, test } from 'vitest';
import { acceptHouseRules, houseRules, publishHouseRules } from '#community/server/house-rules.ts';
import { decideFlag, flagPost } from '#conversation/server/flags.ts';
import { deletePost, editPost, hidePost, postHistory, postReply, restorePost } from '#conversation/server/posts.ts';
import { markRead, markThreadsRead } from '#conversation/server/read-state.ts';
import { talkPage } from '#conversation/server/talk-page.ts';
import { threadPage } from '#conversation/server/thread-page.ts';
import { acceptAnswer, startThread } from '#conversation/server/threads.ts';
import { database } from '#platform/server/database.ts';
import { call } from '#platform/server/verb.ts';
import type { Viewer } from '#platform/viewer.ts';
import { as, does } from '../../../tests/cast.ts';
import { cohortWorld, meetingEnd, type World } from '../../../tests/world.ts';

/** In unit 3, which Lea02 leads. */
const now = new Date('2026-09-24T10:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
let world: World;
let lea: Viewer;
let acting: Viewer;
let third: Viewer;
beforeAll(async () => {
	world = await cohortWorld({ learners: 4 });
	[lea, acting, third] = world.learners as [Viewer, Viewer, Viewer];
	await database
		.insertInto('shift')
		.values({
			communityId: world.communityId,
			userId: acting.userId,
			unitNumber: 3,
			startsAt: meetingEnd(2),
			endsAt: meetingEnd(3),
			createdAt: meetingEnd(0),
		})
		.execute();
});
const start = (viewer: Viewer, over: object = {}) =>
	does(viewer, now, startThread, {
		spaceId: world.spaces['fragen'],
		kind: 'question',
		title: 'Wie begrüßen wir Neue?',
		body: 'Was hat sich bewährt?',
		...over,
	});

test('a question gets answers, and the one who asked accepts one of them', async () => {
	const { threadId } = await start(lea);
	const answer = await does(third, later(1), postReply, { threadId, body: 'Mit Namen und einer kleinen Aufgabe.' });
	await expect(does(third, later(4), acceptAnswer, { threadId, postId: answer.postId })).rejects.toMatchObject({
		status: 403,
	});
	await does(lea, later(4), acceptAnswer, { threadId, postId: answer.postId });
	const page = await does(lea, later(5), threadPage, { threadId });
	expect(page.thread.acceptedPostId).toBe(answer.postId);
});

test('nobody writes before accepting the house rules in their current version', async () => {
	const { threadId } = await start(lea);
	const { shown } = await does(acting, later(5), houseRules, { communityId: world.communityId });
	const { version } = await does(acting, later(5), publishHouseRules, {
		communityId: world.communityId,
		body: 'Neu: Wir fassen jede Diskussion zusammen.',
		from: shown?.version ?? 0,
	});
	await expect(does(lea, later(6), postReply, { threadId, body: 'Noch einmal ich.' })).rejects.toMatchObject({
		code: 'house_rules_first',
	});
	for (const viewer of [lea, third, world.clara, world.carl, world.olga])
		await does(viewer, later(7), acceptHouseRules, { communityId: world.communityId, version });
	await does(lea, later(8), postReply, { threadId, body: 'Noch einmal ich.' });
	await expect(
		does(world.clara, later(9), publishHouseRules, {
			communityId: world.communityId,
			body: 'Aus einer alten Fassung.',
			from: 1,
		}),
	).rejects.toMatchObject({ code: 'house_rules_newer' });
});

test('what was written since the last visit is new, one’s own posts are not', async () => {
	const { threadId } = await start(lea);
	const before = await does(third, later(1), threadPage, { threadId });
	await does(third, later(1), markRead, { threadId, sequence: before.lastSequence });
	await does(lea, later(40), postReply, { threadId, body: 'Ein Nachtrag dazu.' });
	await does(third, later(41), postReply, { threadId, body: 'Danke für den Nachtrag.' });
	const again = await does(third, later(90), threadPage, { threadId });
	expect(again.posts.map((post) => post.isNew)).toEqual([false, true, false]);
	const list = await does(third, later(90), talkPage, { communityId: world.communityId });
	expect(list.threads.find((thread) => thread.id === threadId)?.unread).toBe(1);
	expect(list.newThreads).toBeGreaterThan(0);
	expect(list.newThreads).toBe(list.threads.filter((thread) => thread.unread > 0).length);
});

test('whoever has caught up says so of several threads at once, of this community alone', async () => {
	const { communityId } = world;
	const first = await start(lea);
	const second = await start(lea);
	const other = await cohortWorld({ learners: 1 });
	const elsewhere = await start(other.learners[0] ?? lea, { spaceId: other.spaces['fragen'] });
	const upTo = (threadId: string) => ({ threadId, sequence: 2 ** 40 });
	const threads = [first, second, second, elsewhere].map(({ threadId }) => upTo(threadId));
	expect(await does(third, later(5), markThreadsRead, { communityId, threads })).toEqual({ threads: 2 });
	const { threads: shown } = await does(third, later(6), talkPage, { communityId });
	const unread = (threadId: string) => shown.find(({ id }) => id === threadId)?.unread;
	expect([unread(first.threadId), unread(second.threadId)]).toEqual([0, 0]);
});

test('an edit keeps the earlier version, and does not run over somebody’s newer one', async () => {
	const { postId } = await start(lea);
	await does(lea, later(1), editPost, { postId, body: 'Was hat sich bei Ihnen bewährt?', revision: 1 });
	await expect(
		does(lea, later(2), editPost, { postId, body: 'Aus dem anderen Fenster', revision: 1 }),
	).rejects.toMatchObject({ code: 'post_edited_meanwhile' });
	const { revisions } = await does(third, later(3), postHistory, { postId });
	expect(revisions.map((revision) => revision.body)).toEqual([
		'Was hat sich bei Ihnen bewährt?',
		'Was hat sich bewährt?',
	]);
	await expect(does(third, later(3), editPost, { postId, body: 'Fremde Feder' })).rejects.toMatchObject({
		status: 403,
	});
});

test('a deleted post comes back within thirty days and not later', async () => {
	const { threadId } = await start(lea);
	const { postId } = await does(third, later(1), postReply, { threadId, body: 'Das war vorschnell.' });
	await does(third, later(2), deletePost, { postId });
	const page = await does(lea, later(3), threadPage, { threadId });
	expect(page.posts[1]).toMatchObject({ html: null, body: null });
	await expect(does(third, new Date(now.getTime() + 31 * 86_400_000), restorePost, { postId })).rejects.toMatchObject({
		code: 'restore_too_late',
	});
	await does(third, new Date(now.getTime() + 29 * 86_400_000), restorePost, { postId });
	expect((await does(lea, later(3), threadPage, { threadId })).posts[1]?.body).toBe('Das war vorschnell.');
});

test('an acting manager hides members’ posts, never those of staff; a companion reverses any act', async () => {
	const { threadId } = await start(lea);
	const { postId } = await does(third, later(1), postReply, { threadId, body: 'Unfreundlich und laut.' });
	const staff = await does(world.clara, later(1), postReply, { threadId, body: 'Ein Hinweis der Begleitung.' });
	await does(acting, later(2), hidePost, { postId, hidden: true });
	expect(
		(await does(lea, later(3), threadPage, { threadId })).posts.find((post) => post.id === postId)?.body,
	).toBeNull();
	await expect(does(acting, later(2), hidePost, { postId: staff.postId, hidden: true })).rejects.toMatchObject({
		code: 'staff_post',
	});
	await does(world.clara, later(4), hidePost, { postId, hidden: false });
	expect((await does(lea, later(5), threadPage, { threadId })).posts.find((post) => post.id === postId)?.body).toBe(
		'Unfreundlich und laut.',
	);
	await expect(does(acting, meetingEnd(3), hidePost, { postId, hidden: true })).rejects.toMatchObject({ status: 403 });
});

test('a report is decided once, with reasons, by nobody whom it concerns', async () => {
	const { threadId } = await start(lea);
	const { postId } = await does(acting, later(1), postReply, { threadId, body: 'Das ist doch Unsinn!' });
	const { flagId } = await does(lea, later(2), flagPost, { postId, reason: 'insult', words: 'Der Ton.' });
	await expect(does(lea, later(2), flagPost, { postId, reason: 'insult' })).rejects.toMatchObject({
		code: 'already_flagged',
	});
	const decision = { flagId, decision: 'hidden', reason: 'Der Ton verletzt die Hausordnung.' };
	await expect(does(acting, later(3), decideFlag, decision)).rejects.toMatchObject({ code: 'about_oneself' });
	const answers = await Promise.allSettled([
		does(world.clara, later(3), decideFlag, decision),
		does(world.carl, later(3), decideFlag, decision),
	]);
	expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a double click writes one post', async () => {
	const { threadId } = await start(lea);
	const post = { threadId, body: 'Nur einmal, bitte.' };
	const [one, two] = await Promise.all([
		call(postReply, as(lea, now, 'key-of-this-form'), post),
		call(postReply, as(lea, now, 'key-of-this-form'), post),
	]);
	expect(one.postId).toBe(two.postId);
	expect((await does(lea, now, threadPage, { threadId })).posts).toHaveLength(2);
});

test('a typed name becomes a mention, and the person mentioned is told', async () => {
	const { threadId } = await start(lea);
	const { postId } = await does(lea, now, postReply, { threadId, body: `Was meinst du, @${third.name}?` });
	const mentioned = await database.selectFrom('mention').select('userId').where('postId', '=', postId).execute();
	expect(mentioned).toEqual([{ userId: third.userId }]);
});
