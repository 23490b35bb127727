import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { addressOfPost, quotation, shortAddressOf } from '#conversation/quote.ts';
import { deletePost, editPost, postReply } from '#conversation/server/posts.ts';
import { markRead } from '#conversation/server/read-state.ts';
import { talkPage } from '#conversation/server/talk-page.ts';
import { threadPage } from '#conversation/server/thread-page.ts';
import { startThread } from '#conversation/server/threads.ts';
import { database } from '#platform/server/database.ts';
import { Memory } from '#platform/server/memory.ts';
import { call } from '#platform/server/verb.ts';
import type { Viewer } from '#platform/viewer.ts';
import { as, does } from '../../../tests/cast.ts';
import { ways } from '../../../tests/ways.ts';
import { cohortWorld, type World } from '../../../tests/world.ts';

const now = new Date('2026-09-24T10:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
let world: World;
let lea: Viewer;
let ben: Viewer;
let ida: Viewer;
beforeAll(async () => {
	world = await cohortWorld({ learners: 3 });
	[lea, ben, ida] = world.learners as [Viewer, Viewer, Viewer];
});

const start = (title = 'Wer ist still?') =>
	does(lea, now, startThread, { spaceId: world.spaces['marktplatz'], title, body: 'Und warum?' });
const says = (viewer: Viewer, minute: number, threadId: string, body: string, parentId?: string) =>
	does(viewer, later(minute), postReply, { threadId, body, ...(parentId ? { parentId } : {}) });
const shownTo = (viewer: Viewer, threadId: string, over: object = {}) =>
	does(viewer, later(90), threadPage, { threadId, ...over });
const outline = async (viewer: Viewer, threadId: string) =>
	(await shownTo(viewer, threadId)).posts.map(({ depth, body }) => `${'> '.repeat(depth)}${body}`);

test('an answer may be answered, and that answer too; each stands below what it answers', async () => {
	const { threadId, postId } = await start();
	const one = await says(ben, 1, threadId, 'Eins', postId);
	const two = await says(ida, 2, threadId, 'Zwei');
	const toTwo = await says(lea, 3, threadId, 'Zu zwei', two.postId);
	const toOne = await says(lea, 4, threadId, 'Zu eins', one.postId);
	await says(ben, 5, threadId, 'Auch zu zwei', two.postId);
	await says(ben, 6, threadId, 'Zu „zu eins“', toOne.postId);
	await says(ida, 7, threadId, 'Zu „zu zwei“', toTwo.postId);
	expect(await outline(lea, threadId)).toEqual([
		'Und warum?',
		'Eins',
		'> Zu eins',
		'> > Zu „zu eins“',
		'Zwei',
		'> Zu zwei',
		'> > Zu „zu zwei“',
		'> Auch zu zwei',
	]);
});

test('what a reply quotes by a short address leads to that post of the thread from anywhere, edited as well', async () => {
	const { threadId, postId } = await start();
	const other = await start('Anderswo');
	const quote = (id: string) => quotation({ name: 'Lea', href: shortAddressOf(id), passage: 'Und warum?' });
	const lasting = quotation({
		name: 'Lea',
		href: addressOfPost(world.communityId, threadId, postId),
		passage: 'Und warum?',
	});
	const reply = await says(ben, 1, threadId, `${quote(postId)}\n\nDarum.\n\n${quote(other.postId)}`);
	const written = async () => (await shownTo(lea, threadId)).posts.find(({ id }) => id === reply.postId)?.body;
	expect(await written()).toBe(`${lasting}\n\nDarum.\n\n${quote(other.postId)}`);
	await does(ben, later(2), editPost, { postId: reply.postId, body: `${quote(postId)}\n\nDeshalb.` });
	expect(await written()).toBe(`${lasting}\n\nDeshalb.`);
});

test('there is no third level: whoever answers a reply of the second stands beside it and says to whom', async () => {
	const { threadId } = await start();
	const one = await says(ben, 1, threadId, 'Eins');
	const two = await says(lea, 2, threadId, 'Zwei', one.postId);
	const three = await says(ida, 3, threadId, 'Drei', two.postId);
	await says(ben, 4, threadId, 'Vier', three.postId);
	const { posts } = await shownTo(lea, threadId);
	expect(posts.map(({ depth, parentId, answersName }) => [depth, parentId, answersName])).toEqual([
		[0, null, null],
		[0, null, null],
		[1, one.postId, null],
		[2, two.postId, null],
		[2, two.postId, ida.name],
	]);
});

test('what is gone, or stands elsewhere, cannot be answered', async () => {
	const { threadId } = await start();
	const other = await start('Ein anderes Thema');
	const post = await says(ben, 1, threadId, 'Vorschnell');
	await does(ben, later(2), deletePost, { postId: post.postId });
	for (const parentId of [post.postId, other.postId])
		await expect(says(lea, 3, threadId, 'Wirklich?', parentId)).rejects.toMatchObject({
			code: 'post_gone',
			field: 'parentId',
		});
});

test('a late reply on an earlier page stays unread until it has been on the page', async () => {
	const { threadId } = await start();
	const first = await says(lea, 1, threadId, 'Nummer 1');
	for (let number = 2; number <= 45; number++) await says(lea, 1, threadId, `Nummer ${number}`);
	const reads = async (at: number, over: object = {}) => {
		const page = await does(ben, later(at), threadPage, { threadId, ...over });
		await does(ben, later(at), markRead, { threadId, sequence: page.lastSequence });
		return page;
	};
	const unread = async () =>
		(await does(ben, later(300), talkPage, { communityId: world.communityId })).threads.find(
			({ id }) => id === threadId,
		)?.unread;
	const page = await reads(2);
	expect(page.posts).toHaveLength(20);
	expect(await unread()).toBe(26);
	const reply = await says(ida, 3, threadId, 'Spät zu Nummer 1', first.postId);
	await says(ida, 4, threadId, 'Noch später dazu', reply.postId);
	const second = await reads(100, { from: page.next });
	await reads(101, { from: second.next });
	expect(await unread()).toBe(2);
	const back = await reads(200);
	expect(back.posts.slice(2, 4).map(({ body, isNew }) => [body, isNew])).toEqual([
		['Spät zu Nummer 1', true],
		['Noch später dazu', true],
	]);
	expect(await unread()).toBe(0);
	const last = await says(lea, 201, threadId, 'Das Letzte');
	const around = await shownTo(ida, threadId, { at: last.postId });
	expect(around.posts.at(-1)?.body).toBe('Das Letzte');
	expect((await shownTo(ida, threadId, { at: reply.postId })).posts.map(({ id }) => id)).toContain(reply.postId);
});

test('what one has read is marked with the rights of the reading, and of the next request with those of then', async () => {
	const { threadId } = await start();
	const request = () => ({ ...as(ben, later(95)), memory: new Memory() });
	const first = request();
	const { lastSequence: sequence } = await call(threadPage, first, { threadId });
	await database.updateTable('membership').set({ endedAt: now }).where('userId', '=', ben.userId).execute();
	await call(markRead, first, { threadId, sequence });
	await expect(call(markRead, request(), { threadId, sequence })).rejects.toMatchObject({ code: 'forbidden' });
	await database.updateTable('membership').set({ endedAt: null }).where('userId', '=', ben.userId).execute();
	expect((await call(threadPage, request(), { threadId })).marked).toBe(true);
});

test('a reply goes to the database twice: for the right and the thread, and with all it writes', async () => {
	const { threadId, postId } = await start();
	await says(ben, 1, threadId, 'Eins');
	const reply = (key: string, input: object) =>
		ways(() => call(postReply, as(lea, later(2), key), { threadId, ...input }));
	expect(await reply('reply-of-lea-1', { body: 'Zwei' })).toBe(2);
	expect(await reply('reply-of-lea-2', { body: 'Und dazu', parentId: postId })).toBe(2);
	expect(await outline(lea, threadId)).toEqual(['Und warum?', 'Eins', 'Zwei', 'Und dazu']);
});

test('who had to wait for the thread gets a number after those of whom they waited for', async () => {
	const { threadId } = await start();
	const waiting = async () => {
		const { rows } = await sql<{ n: number }>`
			select count(*) as n from pg_stat_activity
			where datname = current_database() and wait_event_type = 'Lock'`.execute(database);
		return rows[0]?.n;
	};
	let reply: Promise<{ sequence: number }> | undefined;
	const drawn = await database.transaction().execute(async (trx) => {
		await sql`select from thread where id = ${threadId} for update`.execute(trx);
		reply = says(ben, 1, threadId, 'Ich warte.');
		await expect.poll(waiting, { timeout: 5_000, interval: 10 }).toBe(1);
		const { rows } = await sql<{ n: number }>`select nextval('post_sequence') as n`.execute(trx);
		return rows[0]?.n ?? Infinity;
	});
	expect((await reply)?.sequence).toBeGreaterThan(drawn);
});
