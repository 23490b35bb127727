import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { deletePost, editPost, postReply } from '#conversation/server/posts.ts';
import { startThread } from '#conversation/server/threads.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { indexEverything, indexSearch, indexSoon } from '#search/server/index-entries.ts';
import { hrefOf } from '#search/places.ts';
import { search } from '#search/server/search.ts';
import { does, person } from '../../../tests/cast.ts';
import { courseWorld, learnerOf } from '../../../tests/learning.ts';
import { cohortWorld, meetingEnd, type World } from '../../../tests/world.ts';

const now = new Date(meetingEnd(1).getTime() + 3600_000);
let world: World;
let other: World;
let lea: Viewer;
let replyId: string;

beforeAll(async () => {
	world = await courseWorld(3);
	other = await cohortWorld({ learners: 2 });
	lea = learnerOf(world, 0);
	await database.updateTable('cohort').set({ unitsOpened: 2 }).where('id', '=', world.cohortId).execute();
	const { threadId } = await does(lea, now, startThread, {
		spaceId: world.spaces['marktplatz'] ?? '',
		title: 'Wer kennt eine gute Prüfungsordnung?',
		body: 'Unsere **Hausordnung** ist von 1998 und regelt vor allem den Trockenboden.',
	});
	const reply = await does(learnerOf(world, 1), now, postReply, {
		threadId,
		body: 'Die Häuser der Genossenschaft haben eine neue; die Maßnahmen stehen hinten.',
	});
	replyId = reply.postId;
	await does(learnerOf(other, 0), now, startThread, {
		spaceId: other.spaces['marktplatz'] ?? '',
		title: 'Prüfungsordnung nur für uns',
		body: 'Hier steht, was die erste Kohorte nichts angeht.',
	});
	await indexSearch();
}, 60_000);

const texts = (pieces: readonly { text: string }[]) => pieces.map(({ text }) => text).join('');
const titlesFor = async (q: string, viewer: Viewer = lea, more: object = {}) =>
	(await does(viewer, now, search, { q, ...more })).results.map(({ kind, title }) => `${kind}: ${texts(title)}`);
const thread = 'thread: Wer kennt eine gute Prüfungsordnung?';

describe('a search', () => {
	test('finds compounds from their parts, words in other forms, begun words, and words typed without umlauts', async () => {
		for (const q of [
			'Prüfung',
			'Ordnung',
			'Pruefungsordnung',
			'ordnungen',
			'Trocken',
			'trockenbod',
			'Hausordnung 1998',
		])
			expect(await titlesFor(q, lea, { kind: 'conversation' }), q).toContain(thread);
		const [found] = (await does(lea, now, search, { q: 'Haus Massnahme', kind: 'conversation' })).results;
		expect(found).toMatchObject({ kind: 'post', ref: replyId });
	});

	test('forgives a slip in a title or a name', async () => {
		expect(await titlesFor('Prüfungsortnung', lea, { kind: 'conversation' })).toContain(thread);
		await database.updateTable('user').set({ name: 'Friederike Österreich' }).where('id', '=', lea.userId).execute();
		expect(await titlesFor('Friedrike', learnerOf(world, 1))).toContain('person: Friederike Österreich');
	});

	test('marks what it found, also where it is only a part of a word', async () => {
		const [found] = (await does(lea, now, search, { q: 'Trockenboden' })).results;
		expect(found?.excerpt).toContainEqual({ text: 'Trockenboden', found: true });
		const [compound] = (await does(lea, now, search, { q: 'Ordnung', kind: 'conversation' })).results;
		expect(compound?.title).toContainEqual({ text: 'Prüfungsordnung', found: true });
		expect(compound?.excerpt).toContainEqual({ text: 'Hausordnung', found: true });
	});

	test('needs every word, and nothing typed finds nothing', async () => {
		expect(await titlesFor('Prüfungsordnung Papagei')).toEqual([]);
		expect(await titlesFor('  …!  ')).toEqual([]);
	});

	test('finds lessons of open units only, and the terms of the course, in the reader’s language', async () => {
		const lessons = (await does(lea, now, search, { q: 'Community', kind: 'course' })).results;
		expect(lessons.some(({ kind }) => kind === 'lesson')).toBe(true);
		const units = (await titlesOfUnits('Krise')).filter((unit) => unit > 2);
		expect(units).toEqual([]);
		await database.updateTable('cohort').set({ unitsOpened: 10 }).where('id', '=', world.cohortId).execute();
		expect((await titlesOfUnits('Krise')).some((unit) => unit > 2)).toBe(true);
		await database.updateTable('cohort').set({ unitsOpened: 2 }).where('id', '=', world.cohortId).execute();
	});

	test('shows and counts nothing of other communities, to nobody who is not or no longer in them', async () => {
		const { counts } = await does(lea, now, search, { q: 'Prüfungsordnung' });
		expect(counts.conversation).toBe(1);
		const stranger = await person('nora');
		const none = { conversation: 0, documents: 0, course: 0, people: 0 };
		expect(await does(stranger, now, search, { q: 'Prüfungsordnung' })).toMatchObject({ results: [], counts: none });
		expect((await does(world.olga, now, search, { q: 'Prüfungsordnung' })).counts.conversation).toBe(1);
		const gone = learnerOf(world, 2);
		await database.updateTable('membership').set({ endedAt: now }).where('userId', '=', gone.userId).execute();
		expect(await does(gone, now, search, { q: 'Prüfungsordnung' })).toMatchObject({ results: [], counts: none });
		expect(await does(lea, now, search, { q: 'Prüfungsordnung', communityId: other.communityId })).toMatchObject({
			results: [],
			counts: none,
		});
	});

	test('is confined to an author and to days, in what it shows and in what it counts', async () => {
		const count = async (more: object) => (await does(lea, now, search, { q: 'Prüfungsordnung Haus', ...more })).counts;
		const [own, today] = [lea.userId, '2026-09-14'];
		await database.updateTable('user').set({ name: 'Lea Österreich' }).where('id', '=', own).execute();
		expect(await count({})).toMatchObject({ conversation: 1 });
		expect(await count({ by: 'Östereich' })).toMatchObject({ conversation: 1, course: 0, people: 0 });
		expect(await count({ by: 'Nora' })).toMatchObject({ conversation: 0 });
		expect(await count({ from: today, to: today })).toMatchObject({ conversation: 1, course: 0 });
		expect(await count({ from: '2026-09-15' })).toMatchObject({ conversation: 0 });
		expect(await count({ to: '2026-09-13' })).toMatchObject({ conversation: 0 });
		const confined = await does(lea, now, search, { q: 'Prüfungsordnung', by: 'Lea', from: today });
		expect(confined.results.map(({ kind, by }) => [kind, by])).toEqual([['thread', 'Lea Österreich']]);
	});

	test('begins a day when it begins for the viewer', async () => {
		const late = new Date('2026-09-14T22:30:00Z');
		const spaceId = world.spaces['marktplatz'] ?? '';
		await does(lea, late, startThread, { spaceId, title: 'Mondschein', body: 'Um halb eins.' });
		await indexSearch();
		const inBerlin = { ...lea, timeZone: 'Europe/Berlin' };
		const inLondon = { ...lea, timeZone: 'Europe/London' };
		const days = { q: 'Mondschein', from: '2026-09-15', to: '2026-09-15' };
		expect((await does(inBerlin, now, search, days)).counts.conversation).toBe(1);
		expect((await does(inLondon, now, search, days)).counts.conversation).toBe(0);
	});

	test('finds what was written within a moment after the first of the jobs that were to index it', async () => {
		const spaceId = world.spaces['marktplatz'] ?? '';
		const write = (title: string) => does(lea, now, startThread, { spaceId, title, body: 'Es ist Herbst.' });
		const first = indexSoon();
		await write('Kastanien sammeln');
		await indexSoon();
		expect(await titlesFor('Kastanien')).toEqual([]);
		await first;
		expect(await titlesFor('Kastanien')).toEqual(['thread: Kastanien sammeln']);
		await write('Laub rechen');
		await indexSoon();
		expect(await titlesFor('Laub')).toEqual(['thread: Laub rechen']);
	});

	test('finds documents: files by their names as long as their post can be read, and minutes', async () => {
		const file = await database
			.insertInto('file')
			.values({
				ownerId: lea.userId,
				name: 'Kehrwochenplan_2026.pdf',
				mediaType: 'application/pdf',
				bytes: 9,
				digest: 'x',
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		const { threadId } = await does(lea, now, startThread, {
			spaceId: world.spaces['marktplatz'] ?? '',
			title: 'Wer kehrt?',
			body: 'Das steht im Anhang.',
			fileIds: [file.id],
		});
		const meetingId = world.meetings[1] ?? '';
		const minutes = 'Beschlossen: Die **Kehrwoche** beginnt montags.';
		await database.updateTable('meeting').set({ minutes }).where('id', '=', meetingId).execute();
		await indexSearch();
		const find = async () => (await does(lea, now, search, { q: 'Kehrwoche', kind: 'documents' })).results;
		const found = await find();
		expect(found.map(({ kind, title }) => [kind, texts(title)]).toSorted()).toEqual([
			['document', 'Kehrwochenplan_2026.pdf'],
			['minutes', ''],
		]);
		expect(found.map(hrefOf).toSorted()).toEqual([
			`/c/${world.communityId}/meetings/${meetingId}`,
			expect.stringContaining(`/c/${world.communityId}/threads/${threadId}?at=`),
		]);
		await database.updateTable('thread').set({ deletedAt: now }).where('id', '=', threadId).execute();
		await database.updateTable('meeting').set({ minutes: '' }).where('id', '=', meetingId).execute();
		await indexSearch();
		expect(await find()).toEqual([]);
	});

	test('forgets what is edited away, deleted or hidden', async () => {
		const at = learnerOf(world, 1);
		await does(at, now, editPost, {
			postId: replyId,
			body: 'Die Gebäude der Genossenschaft haben eine neue.',
			revision: 1,
		});
		await indexSearch();
		expect(await titlesFor('Maßnahmen', lea, { kind: 'conversation' })).toEqual([]);
		expect(await titlesFor('Gebäude', lea, { kind: 'conversation' })).toHaveLength(1);
		await database.updateTable('post').set({ hiddenAt: now }).where('id', '=', replyId).execute();
		expect((await does(lea, now, search, { q: 'Gebäude' })).counts.conversation).toBe(0);
		await database.updateTable('post').set({ hiddenAt: null }).where('id', '=', replyId).execute();
		await does(at, now, deletePost, { postId: replyId });
		expect((await does(lea, now, search, { q: 'Gebäude' })).counts.conversation).toBe(0);
	});

	test('goes on by key, without leaving out or repeating anything', async () => {
		const spaceId = world.spaces['marktplatz'] ?? '';
		for (let n = 0; n < 24; n++)
			await does(lea, now, startThread, { spaceId, title: `Laterne ${n}`, body: 'Laternen und nichts als Laternen.' });
		await indexSearch();
		const first = await does(lea, now, search, { q: 'Laterne' });
		const second = await does(lea, now, search, { q: 'Laterne', after: first.next ?? '' });
		const refs = [...first.results, ...second.results].map(({ ref }) => ref);
		expect([first.results.length, second.results.length, new Set(refs).size]).toEqual([20, 4, 24]);
		expect([first.counts.conversation, second.next]).toEqual([24, null]);
	});

	test('is planned once for all that is typed, and not for each', async () => {
		for (const q of ['Ordnung', 'Prüfung', 'Haus', 'Boden', 'Trocken', 'Wer', 'neu', 'regelt']) await titlesFor(q);
		const { rows } = await sql<{ plans: number }>`
			select sum(generic_plans) as plans from pg_prepared_statements
			where statement like ${'%with mine as materialized%'}`.execute(database);
		expect(rows[0]?.plans).toBeGreaterThan(0);
	});

	test('finds the same after everything has been indexed anew', async () => {
		await indexEverything();
		expect(await titlesFor('Ordnung', lea, { kind: 'conversation' })).toContain(thread);
	});
});

async function titlesOfUnits(q: string): Promise<number[]> {
	const { results } = await does(lea, now, search, { q, kind: 'course' });
	return results.filter(({ kind }) => kind === 'lesson').map(({ place }) => Number(place.split('/')[0]));
}
