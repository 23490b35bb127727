import { beforeAll, expect, test } from 'vitest';
import { forgetMarks } from '#conversation/server/forget-marks.ts';
import { castBallot, closePoll, sealPolls, startPoll } from '#conversation/server/polls.ts';
import { threadPage } from '#conversation/server/thread-page.ts';
import { database } from '#platform/server/database.ts';
import { call } from '#platform/server/verb.ts';
import type { Viewer } from '#platform/viewer.ts';
import { as, does } from '../../../tests/cast.ts';
import { cohortWorld, type World } from '../../../tests/world.ts';

/** Noon in Berlin. */
const now = new Date('2026-09-24T10:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
let world: World;
let people: Viewer[];
let lea: Viewer;
let ben: Viewer;
beforeAll(async () => {
	world = await cohortWorld({ learners: 6 });
	people = world.learners;
	[lea, ben] = people as [Viewer, Viewer];
});

async function poll(over: object = {}) {
	const { threadId } = await does(lea, now, startPoll, {
		spaceId: world.spaces['marktplatz'],
		title: 'Wann treffen wir uns zusätzlich?',
		body: 'Eine halbe Stunde, zum Üben.',
		options: ['Montag', 'Mittwoch', 'Freitag'],
		closesAt: '2026-09-24T13:00',
		...over,
	});
	const seen = async (viewer: Viewer, minute = 1) =>
		(await does(viewer, later(minute), threadPage, { threadId })).poll ?? undefined;
	const ids = (await seen(lea))?.options.map(({ id }) => id) ?? [];
	const votes = (viewer: Viewer, choices: readonly number[], minute = 1) =>
		does(viewer, later(minute), castBallot, { threadId, optionIds: choices.map((index) => ids[index]) });
	const counts = async (viewer: Viewer, minute = 1) => (await seen(viewer, minute))?.options.map(({ count }) => count);
	return { threadId, ids, seen, votes, counts };
}

test('people choose by name, change their minds until the end, and not after it', async () => {
	const { seen, votes, counts } = await poll();
	await votes(ben, [0]);
	expect(await counts(lea)).toEqual([null, null, null]);
	expect(await counts(ben)).toEqual([1, 0, 0]);
	await votes(ben, [2], 2);
	await votes(lea, [2], 3);
	expect((await seen(lea, 4))?.options[2]).toMatchObject({ label: 'Freitag', count: 2, voters: [lea.name, ben.name] });
	expect((await seen(ben, 4))?.own).toHaveLength(1);
	await votes(lea, [], 59);
	expect(await seen(lea, 59)).toMatchObject({ ballots: 1, own: [], counts: 'later' });
	await expect(votes(lea, [0], 60)).rejects.toMatchObject({ code: 'poll_closed' });
	expect(await seen(lea, 60)).toMatchObject({ closed: true, counts: 'shown', mayVote: false, mayClose: false });
});

test('of several options as many may be chosen as there are, of one only one, and none that is not offered', async () => {
	const several = await poll({ multiple: true, shown: 'always' });
	await several.votes(ben, [0, 2]);
	expect(await several.counts(lea)).toEqual([1, 0, 1]);
	const one = await poll();
	await expect(one.votes(ben, [0, 1])).rejects.toMatchObject({ code: 'poll_one_choice', field: 'optionIds' });
	await expect(
		does(ben, later(1), castBallot, { threadId: one.threadId, optionIds: [several.ids[0]] }),
	).rejects.toMatchObject({ code: 'poll_option_unknown' });
	expect((await one.seen(ben))?.ballots).toBe(0);
});

test('who votes in two windows at once has one vote, and many at once are all counted', async () => {
	const { votes, seen } = await poll({ shown: 'always' });
	await Promise.all([0, 1, 2, 0, 1, 2].map((choice) => votes(ben, [choice])));
	const once = await seen(ben);
	expect([once?.ballots, once?.own.length]).toEqual([1, 1]);
	await Promise.all(people.map((person, index) => votes(person, [index % 3])));
	expect((await seen(ben))?.options.map(({ count }) => count)).toEqual([2, 2, 2]);
});

test('in a secret poll one changes one’s vote, nobody sees a count before the end, and then no names', async () => {
	const { votes, seen, counts } = await poll({ secret: true, shown: 'always' });
	await Promise.all(people.map((person) => votes(person, [0])));
	await votes(ben, [1], 5);
	expect(await seen(ben, 6)).toMatchObject({ ballots: 6, counts: 'later', own: [expect.any(String)] });
	expect(await counts(world.clara, 59)).toEqual([null, null, null]);
	const over = await seen(world.clara, 61);
	expect(over?.options.map(({ count, voters }) => [count, voters])).toEqual([
		[5, []],
		[1, []],
		[0, []],
	]);
	expect((await seen(ben, 61))?.own).toEqual([]);
});

test('a secret ballot names nobody anywhere, and belongs to nobody once the poll is over', async () => {
	const { threadId, ids, votes } = await poll({ secret: true });
	await call(castBallot, as(ben, later(1), 'a-key-of-a-form'), { threadId, optionIds: [ids[0]] });
	await votes(lea, [1]);
	const ballots = await database.selectFrom('ballot').selectAll().where('threadId', '=', threadId).execute();
	expect(ballots.map(({ voterId }) => voterId)).toEqual([null, null]);
	expect(new Set(ballots.map(({ mark }) => mark?.toString('hex'))).size).toBe(2);
	const keys = await database.selectFrom('idempotency').select('userId').where('verb', '=', 'castBallot').execute();
	expect(keys).toEqual([]);
	const told = await database.selectFrom('activity').select('kind').where('actorId', '=', ben.userId).execute();
	expect(told).toEqual([]);
	await sealPolls(database, later(59));
	const marked = () =>
		database.selectFrom('ballot').select('id').where('threadId', '=', threadId).where('mark', 'is not', null).execute();
	expect(await marked()).toHaveLength(2);
	await sealPolls(database, later(60));
	expect(await marked()).toEqual([]);
});

test('when a person is erased the secret vote stays counted and belongs to nobody', async () => {
	const { threadId, seen, votes } = await poll({ secret: true });
	await votes(ben, [0]);
	await votes(lea, [1]);
	await forgetMarks(database, ben.userId);
	const marks = await database.selectFrom('ballot').select('mark').where('threadId', '=', threadId).execute();
	expect(marks.filter(({ mark }) => mark === null)).toHaveLength(1);
	expect(await seen(ben, 2)).toMatchObject({ ballots: 2, own: [] });
	expect((await seen(lea, 2))?.own).toHaveLength(1);
});

test('what fewer than five chose in secret is not counted', async () => {
	const { votes, seen } = await poll({ secret: true });
	await Promise.all(people.slice(0, 4).map((person) => votes(person, [0])));
	expect(await seen(ben, 60)).toMatchObject({ ballots: 4, counts: 'too_few', options: [{ count: null }, {}, {}] });
});

test('whoever started a poll or leads closes it before its time, and nobody else', async () => {
	const { threadId, votes, seen } = await poll({ closesAt: '', shown: 'closed' });
	await votes(ben, [1]);
	expect(await seen(ben)).toMatchObject({ endsAt: null, closed: false, mayClose: false });
	await expect(does(ben, later(2), closePoll, { threadId })).rejects.toMatchObject({ status: 403 });
	await does(world.clara, later(3), closePoll, { threadId });
	await expect(does(lea, later(4), closePoll, { threadId })).rejects.toMatchObject({ code: 'poll_closed' });
	expect(await seen(lea, 4)).toMatchObject({ closed: true, endsAt: later(3), counts: 'shown' });
});

test('a poll says what is wrong with it at the field', async () => {
	await expect(poll({ options: ['Ja'] })).rejects.toMatchObject({ errors: [{ field: 'options' }] });
	await expect(poll({ options: ['Ja', ' ja '] })).rejects.toMatchObject({ code: 'poll_options_same' });
	await expect(poll({ secret: true, closesAt: '' })).rejects.toMatchObject({ code: 'poll_secret_without_end' });
	// eleven in Berlin is an hour ago, though it is nine in London
	await expect(poll({ closesAt: '2026-09-24T11:00' })).rejects.toMatchObject({ field: 'closesAt' });
	await expect(poll({ closesAt: '2026-02-30T11:00' })).rejects.toMatchObject({ errors: [{ field: 'closesAt' }] });
	await expect(poll({ closesAt: '2030-01-01T11:00' })).rejects.toMatchObject({ code: 'poll_end_out_of_range' });
});
