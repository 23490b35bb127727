import { afterAll, beforeAll, expect, test } from 'vitest';
import { communityGround, insidersAt, standing } from '#community/server/standing.ts';
import { deletePost, editPost, postReply } from '#conversation/server/posts.ts';
import { startThread } from '#conversation/server/threads.ts';
import { liveAudience } from '#live-audience.ts';
import { database } from '#platform/server/database.ts';
import { followLive, liveNumber, liveStream, startLive, stopLive } from '#platform/server/live.ts';
import { Memory } from '#platform/server/memory.ts';
import type { Viewer } from '#platform/viewer.ts';
import { indexWhatIsHeard } from '#search/server/index-entries.ts';
import { search } from '#search/server/search.ts';
import { does, person } from './cast.ts';
import { ways } from './ways.ts';
import { cohortWorld, type World } from './world.ts';

const now = new Date('2026-09-24T10:00:00Z');
let world: World;
let lea: Viewer;
let ben: Viewer;
let threadId: string;

beforeAll(async () => {
	world = await cohortWorld({ learners: 4 });
	[lea, ben] = world.learners as [Viewer, Viewer];
	const opening = { spaceId: world.spaces['fragen'], title: 'Wer hört zu?', body: 'Ich.' };
	({ threadId } = await does(lea, now, startThread, opening));
	await startLive(liveAudience);
});
afterAll(stopLive);

/** What a browser holds: the words that came, and the number it would come back with. */
function listen(viewer: Viewer, since: number | null = liveNumber(), signedIn = () => true) {
	const reader = {
		userId: viewer.userId,
		sessionId: `session of ${viewer.name}`,
		stillSignedIn: async () => signedIn(),
	};
	const stream = liveStream(reader, since).body?.pipeThrough(new TextDecoderStream()).getReader();
	if (!stream) throw new Error('there is no stream');
	let text = '';
	let ended = false;
	const reading = (async () => {
		for (let part = await stream.read(); !part.done; part = await stream.read()) text += part.value;
		ended = true;
	})().catch(() => {});
	return {
		keys: () => [...text.matchAll(/"key":"([^"]+)"/g)].map(([, key]) => key),
		text: () => text,
		ended: () => ended,
		number: () => Number([...text.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1]),
		cut: async () => {
			await stream.cancel();
			await reading;
		},
	};
}
const reply = (body: string) => does(lea, now, postReply, { threadId, body });
const soon = { timeout: 5_000, interval: 10 };

test('who is inside a community hears of a new, an edited and a deleted post of a thread, and nobody else does', async () => {
	const inside = listen(ben);
	const outside = listen(await person('nora'));
	const heard = () => inside.keys().filter((key) => key === `thread:${threadId}`).length;
	const written = await reply('Ich höre zu.');
	await expect.poll(heard, soon).toBe(1);
	await expect.poll(inside.keys, soon).toContain(`community:${world.communityId}`);
	await does(lea, now, editPost, { postId: written.postId, body: 'Ich höre gut zu.', revision: 1 });
	await expect.poll(heard, soon).toBe(2);
	await does(lea, now, deletePost, { postId: written.postId });
	await expect.poll(heard, soon).toBe(3);
	expect(outside.keys()).toEqual([]);
	expect(inside.text()).not.toContain('Ich höre');
	await Promise.all([inside.cut(), outside.cut()]);
});

test('who hears of a thread and of its community is asked together, once', async () => {
	const keys = [`thread:${threadId}`, `community:${world.communityId}`];
	const hearers = (...keys: string[]) => {
		const memory = new Memory();
		return Promise.all(keys.map((key) => liveAudience(key, [ben.userId], memory)));
	};
	expect((await hearers(...keys)).map((them) => [...them])).toEqual([[ben.userId], [ben.userId]]);
	expect(await ways(() => hearers(...keys))).toBe(await ways(() => hearers(keys[0] ?? '')));
});

test('what is written is found a moment after it was heard', async () => {
	const end = indexWhatIsHeard();
	await reply('Der Zwetschgenkuchen steht auf dem Fensterbrett.');
	const found = async () => (await does(ben, now, search, { q: 'Zwetschgenkuchen' })).results.length;
	await expect.poll(found, soon).toBe(1);
	await end();
	await reply('Vom Zwetschgenkuchen ist nichts mehr da.');
	expect(await found()).toBe(1);
});

test('what one reply changes comes in one piece, and to each only what they may hear', async () => {
	const told: string[] = [];
	const stop = followLive({ userId: ben.userId, sessionId: 'of ben', stillSignedIn: async () => true }, liveNumber(), {
		send: (text) => void told.push(text),
		end: () => {},
	});
	const outside = listen(await person('nils'));
	await reply('In einem Stück.');
	const pieces = () => told.filter((text) => text.includes(`thread:${threadId}`));
	await expect.poll(pieces, soon).toHaveLength(1);
	expect(pieces()[0]).toContain(`community:${world.communityId}`);
	expect(outside.keys()).toEqual([]);
	stop();
	await outside.cut();
});

test('what happens while the connection is cut is told when it is back', async () => {
	const before = listen(ben);
	await reply('Noch da?');
	await expect.poll(before.keys, soon).toContain(`thread:${threadId}`);
	const number = before.number();
	await before.cut();
	await reply('Inzwischen geschrieben.');
	await expect.poll(liveNumber, soon).toBeGreaterThan(number);
	const back = listen(ben, number);
	await expect.poll(back.keys, soon).toContain(`thread:${threadId}`);
	await back.cut();
	const nothingNew = listen(ben, liveNumber());
	await expect.poll(nothingNew.text, soon).toContain('ready');
	expect(nothingNew.keys()).toEqual([]);
	await nothingNew.cut();
});

test('a number that this server does not know has the browser load everything', async () => {
	const lost = listen(ben, 1_000_000_000);
	await expect.poll(lost.text, soon).toContain('event: resync');
	await lost.cut();
});

test('a membership that ends ends the hearing, and the person is told that their standing has changed', async () => {
	const carl = world.learners[3] ?? ben;
	const stream = listen(carl);
	await database.updateTable('membership').set({ endedAt: now }).where('userId', '=', carl.userId).execute();
	await expect.poll(stream.keys, soon).toContain(`standing:${carl.userId}`);
	const witness = listen(ben);
	await reply('Unter uns.');
	await expect.poll(witness.keys, soon).toContain(`thread:${threadId}`);
	expect(stream.keys()).not.toContain(`thread:${threadId}`);
	await Promise.all([stream.cut(), witness.cut()]);
});

test('a session that ends closes its stream, and one that has ended opens none', async () => {
	const [session] = await database
		.insertInto('session')
		.values({ userId: lea.userId, token: 'a token', expiresAt: new Date(Date.now() + 1e6), updatedAt: new Date() })
		.returning('id')
		.execute();
	const reader = { userId: lea.userId, sessionId: session?.id ?? '', stillSignedIn: async () => true };
	const stream = liveStream(reader, null).body?.getReader();
	await stream?.read();
	await database.deleteFrom('session').where('userId', '=', lea.userId).execute();
	expect((await stream?.read())?.done).toBe(true);
	const late = listen(ben, null, () => false);
	await expect.poll(late.ended, soon).toBe(true);
});

test('those who hear at a place are those whom their standing makes insiders', async () => {
	const place = await communityGround.find(database, world.communityId);
	if (!place) throw new Error('no such community');
	const roles = ['member', 'observer', 'organiser', 'companion', 'former'] as const;
	const all = [world.olga, world.clara, world.edda, lea, ben, await person('otto'), world.learners[3] ?? ben];
	const inside = await insidersAt(
		database,
		all.map(({ userId }) => userId),
		now,
		place,
	);
	for (const viewer of all) {
		const held = await standing(database, viewer, now, place);
		expect(inside.has(viewer.userId), viewer.name).toBe(roles.some((role) => held.has(role)));
	}
});
