import { beforeAll, expect, test } from 'vitest';
import { postReply } from '#conversation/server/posts.ts';
import { markRead } from '#conversation/server/read-state.ts';
import { threadPage } from '#conversation/server/thread-page.ts';
import { startThread } from '#conversation/server/threads.ts';
import { InvalidInput } from '#platform/refusal.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '../../../tests/cast.ts';
import { cohortWorld, type World } from '../../../tests/world.ts';

const now = new Date('2026-09-24T10:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
let world: World;
let lea: Viewer;
let ben: Viewer;
let threadId: string;
/** `0` is the opening, `1` to `59` its answers, in the order of writing. */
const posts: { postId: string; sequence: number }[] = [];

beforeAll(async () => {
	world = await cohortWorld({ learners: 4 });
	[lea, ben] = world.learners as [Viewer, Viewer];
	const opening = await does(lea, now, startThread, {
		spaceId: world.spaces['fragen'],
		title: 'Ein langes Gespräch',
		body: 'Wer fängt an?',
	});
	threadId = opening.threadId;
	posts.push({ postId: opening.postId, sequence: 0 });
	for (let number = 1; number < 60; number += 1)
		posts.push(await does(lea, later(number), postReply, { threadId, body: `Beitrag ${number}` }));
});

const page = (viewer: Viewer, minutes: number, asked: object = {}) =>
	does(viewer, later(minutes), threadPage, { threadId, ...asked });
const numbers = (shown: { posts: readonly { id: string }[] }) =>
	shown.posts.map(({ id }) => posts.findIndex(({ postId }) => postId === id));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('a long thread opens at its beginning for whoever has never been there, and is turned page by page both ways', async () => {
	const first = await page(ben, 60);
	expect(numbers(first)).toEqual(range(0, 19));
	expect(first.earlier).toBeNull();
	const second = await page(ben, 60, { from: first.next });
	expect(numbers(second)).toEqual(range(20, 39));
	const third = await page(ben, 60, { from: second.next });
	expect(numbers(third)).toEqual(range(40, 59));
	expect(third.next).toBeNull();
	const back = await page(ben, 60, { before: third.earlier });
	expect(numbers(back)).toEqual(range(20, 39));
});

test('it opens at the first unread post, with a few that one knows before it, and reading on marks no more than was shown', async () => {
	await does(ben, later(60), markRead, { threadId, sequence: posts[30]?.sequence });
	const opened = await page(ben, 120);
	expect(numbers(opened)).toEqual(range(26, 45));
	expect(opened.firstNew).toBe(posts[31]?.postId);
	expect(opened.lastSequence).toBe((posts[46]?.sequence ?? 0) - 1);
});

test('whoever has read everything finds the end, and a link to a post finds that post', async () => {
	await does(ben, later(121), markRead, { threadId, sequence: posts[59]?.sequence });
	const end = await page(ben, 200);
	expect(numbers(end).at(-1)).toBe(59);
	expect(end.next).toBeNull();
	expect(end.earlier).not.toBeNull();
	expect(numbers(await page(ben, 200, { at: posts[10]?.postId }))).toEqual(range(5, 24));
});

test('a reply stands below what it answers, wherever the page begins', async () => {
	const reply = await does(ben, later(201), postReply, { threadId, parentId: posts[10]?.postId, body: 'Zu 10.' });
	const around = await page(lea, 202, { at: posts[10]?.postId });
	const at = around.posts.findIndex(({ id }) => id === reply.postId);
	expect(around.posts[at - 1]?.id).toBe(posts[10]?.postId);
	const from = await page(lea, 202, { from: around.posts[at]?.place });
	expect(from.posts[0]?.id).toBe(reply.postId);
	expect(from.thread).toMatchObject({ postCount: 61, people: 2 });
});

test('a page of another thread’s post or of no place at all is none', async () => {
	await expect(page(lea, 210, { from: 'Ende' })).rejects.toBeInstanceOf(InvalidInput);
	const other = await does(lea, now, startThread, {
		spaceId: world.spaces['fragen'],
		title: 'Ein anderes Gespräch',
		body: 'Kurz.',
	});
	expect(numbers(await page(lea, 210, { at: other.postId })).at(-1)).toBe(59);
});
