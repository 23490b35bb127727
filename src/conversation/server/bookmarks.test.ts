import { beforeAll, expect, test } from 'vitest';
import { bookmarkPost, bookmarksPage, threadBookmarks } from '#conversation/server/bookmarks.ts';
import { deletePost, hidePost, postReply, restorePost } from '#conversation/server/posts.ts';
import { startThread } from '#conversation/server/threads.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '../../../tests/cast.ts';
import { cohortWorld, type World } from '../../../tests/world.ts';

const now = new Date('2026-09-24T10:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
let world: World;
let lea: Viewer;
let lina: Viewer;
beforeAll(async () => {
	world = await cohortWorld({ learners: 2 });
	[lea, lina] = world.learners as [Viewer, Viewer];
});

const start = (title: string) =>
	does(lina, now, startThread, { spaceId: world.spaces['fragen'], title, body: `Mehr zu ${title}.` });
const keep = (viewer: Viewer, postId: string, over: object = {}, minutes = 1) =>
	does(viewer, later(minutes), bookmarkPost, { postId, ...over });
const kept = async (viewer: Viewer) => (await does(viewer, later(99), bookmarksPage, {})).bookmarks;
const titles = async (viewer: Viewer) => (await kept(viewer)).map(({ title }) => title);

test('a thread and a post are kept with a note, the newest first, each once, and nobody else sees them', async () => {
	const { threadId, postId } = await start('Begrüßen');
	const answer = await does(lina, later(1), postReply, { threadId, body: 'Mit einer kleinen Aufgabe.' });
	await keep(lea, postId);
	await Promise.all([
		keep(lea, answer.postId, { note: 'für Montag' }, 2),
		keep(lea, answer.postId, { note: 'für Montag' }, 2),
	]);
	await keep(lea, answer.postId, {}, 3);
	expect(await kept(lea)).toMatchObject([
		{ postId: answer.postId, opening: false, note: 'für Montag', excerpt: 'Mit einer kleinen Aufgabe.' },
		{ postId, opening: true, note: '', title: 'Begrüßen', communityName: 'Kohorte 1' },
	]);
	expect((await does(lea, later(4), threadBookmarks, { threadId })).postIds.toSorted()).toEqual(
		[postId, answer.postId].toSorted(),
	);
	expect(await kept(lina)).toEqual([]);
	expect((await does(lina, later(4), threadBookmarks, { threadId })).postIds).toEqual([]);
	await keep(lea, answer.postId, { bookmarked: false });
	expect(await titles(lea)).toEqual(['Begrüßen']);
});

test('what is deleted or hidden is gone from the list without a trace, and back when it is restored', async () => {
	const { threadId, postId } = await start('Verschwinden');
	const answer = await does(lina, later(1), postReply, { threadId, body: 'Ein Geheimnis.' });
	await keep(lea, postId);
	await keep(lea, answer.postId);
	await does(lina, later(5), deletePost, { postId: answer.postId });
	expect((await kept(lea)).some(({ postId: id }) => id === answer.postId)).toBe(false);
	await does(lina, later(6), restorePost, { postId: answer.postId });
	await does(world.clara, later(7), hidePost, { postId: answer.postId });
	expect((await kept(lea)).some(({ postId: id }) => id === answer.postId)).toBe(false);
	await keep(world.clara, answer.postId);
	expect((await kept(world.clara)).map(({ excerpt }) => excerpt)).toEqual(['Ein Geheimnis.']);
	await expect(keep(lea, answer.postId)).rejects.toMatchObject({ status: 404 });
	// of a hidden opening the thread is still there to be read, its text is not
	await does(world.clara, later(8), hidePost, { postId });
	expect((await kept(lea)).find(({ postId: id }) => id === postId)).toMatchObject({
		title: 'Verschwinden',
		excerpt: '',
	});
	await does(lina, later(9), deletePost, { postId });
	expect(await titles(lea)).not.toContain('Verschwinden');
	await expect(keep(lina, postId)).rejects.toMatchObject({ code: 'post_gone' });
});

test('whoever has left a community finds nothing of it in the list', async () => {
	const { postId } = await start('Abschied');
	const membership = database.updateTable('membership').where('userId', '=', world.carl.userId);
	await keep(world.carl, postId);
	expect(await titles(world.carl)).toEqual(['Abschied']);
	await membership.set({ endedAt: now }).execute();
	expect(await titles(world.carl)).toEqual([]);
	await expect(keep(world.carl, postId)).rejects.toMatchObject({ code: 'forbidden' });
});

test('the list pages by key, full pages whatever has vanished in between', async () => {
	const { threadId } = await start('Viele');
	const posts: string[] = [];
	for (let n = 0; n < 28; n++) {
		const { postId } = await does(lina, later(1), postReply, { threadId, body: `Beitrag ${n}.` });
		await keep(lina, postId, {}, 10 + Math.floor(n / 4));
		posts.push(postId);
	}
	await does(lina, later(30), deletePost, { postId: posts[20] });
	const first = await does(lina, later(99), bookmarksPage, {});
	expect(first.bookmarks).toHaveLength(25);
	const rest = await does(lina, later(99), bookmarksPage, { before: first.next });
	expect(rest.next).toBeNull();
	const all = [...first.bookmarks, ...rest.bookmarks].map(({ postId }) => postId);
	expect(new Set(all).size).toBe(27);
	expect(all).not.toContain(posts[20]);
});

test('a note is one line', async () => {
	const { postId } = await start('Notiz');
	await expect(keep(lea, postId, { note: 'eine\nzweite' })).rejects.toMatchObject({
		errors: [{ field: 'note' }],
	});
	await expect(keep(lea, postId, { note: 'x'.repeat(201) })).rejects.toMatchObject({ errors: [{ field: 'note' }] });
});
