import { beforeAll, expect, test } from 'vitest';
import { postReply, deletePost } from '#conversation/server/posts.ts';
import { reactToPost } from '#conversation/server/reactions.ts';
import { threadPage } from '#conversation/server/thread-page.ts';
import { startThread } from '#conversation/server/threads.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '../../../tests/cast.ts';
import { cohortWorld, type World } from '../../../tests/world.ts';

const now = new Date('2026-09-24T10:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
let world: World;
let lea: Viewer;
let ben: Viewer;
let ida: Viewer;
let threadId: string;
let postId: string;
beforeAll(async () => {
	world = await cohortWorld({ learners: 3 });
	[lea, ben, ida] = world.learners as [Viewer, Viewer, Viewer];
	const spaceId = world.spaces['marktplatz'];
	({ threadId, postId } = await does(lea, now, startThread, { spaceId, title: 'Geschafft', body: 'Es läuft!' }));
});

const reacts = (viewer: Viewer, kind: string, on = true, minute = 1) =>
	does(viewer, later(minute), reactToPost, { postId, kind, on });
const said = async (viewer: Viewer, id = postId) =>
	(await does(viewer, later(60), threadPage, { threadId })).posts.find((post) => post.id === id)?.reactions;

test('members say one word about a post, see who did, and take it back', async () => {
	await Promise.all([reacts(ben, 'thanks'), reacts(ben, 'thanks')]);
	await reacts(ida, 'thanks', true, 2);
	await reacts(ida, 'celebrate', true, 3);
	expect(await said(ben)).toEqual([
		{ kind: 'thanks', count: 2, own: true, names: [ben.name, ida.name] },
		{ kind: 'celebrate', count: 1, own: false, names: [ida.name] },
	]);
	await reacts(ben, 'thanks', false);
	await reacts(ben, 'thanks', false);
	expect(await said(ben)).toMatchObject([{ kind: 'thanks', count: 1, own: false }, { kind: 'celebrate' }]);
});

test('nobody applauds themselves, and nobody says a word that is not offered', async () => {
	await expect(reacts(lea, 'thanks')).rejects.toMatchObject({ code: 'reaction_own_post' });
	await expect(reacts(ben, 'fire')).rejects.toMatchObject({ errors: [{ field: 'kind' }] });
});

test('about what is gone nothing can be said, and nothing that was said is shown', async () => {
	const reply = await does(ben, later(4), postReply, { threadId, body: 'Vorschnell.' });
	const about = { postId: reply.postId, kind: 'agree' };
	await does(ida, later(5), reactToPost, about);
	await does(ben, later(6), deletePost, { postId: reply.postId });
	await expect(does(lea, later(7), reactToPost, about)).rejects.toMatchObject({ code: 'post_gone' });
	expect(await said(lea, reply.postId)).toEqual([]);
});

test('whoever has not accepted the house rules reads along, and an outsider finds nothing', async () => {
	const other = await cohortWorld({ learners: 1 });
	await expect(reacts(other.clara, 'thanks')).rejects.toMatchObject({ code: 'not_found' });
	await database.deleteFrom('houseRulesAcceptance').where('userId', '=', ida.userId).execute();
	await expect(reacts(ida, 'helpful')).rejects.toMatchObject({ code: 'house_rules_first' });
	await reacts(ida, 'celebrate', false);
});

test('a word is no contribution, no news and no reason to look again', async () => {
	const news = await database.selectFrom('activity').select('kind').where('at', '>', now).execute();
	expect(news.map(({ kind }) => kind)).not.toContain('post_reacted');
	expect((await does(lea, later(60), threadPage, { threadId })).posts.map(({ isNew }) => isNew)).not.toContain(true);
});
