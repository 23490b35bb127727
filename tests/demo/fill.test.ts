import { beforeAll, expect, test } from 'vitest';
import { feedbackQueue } from '#course/server/feedback-queue.ts';
import { guidancePage } from '#course/server/guidance-page.ts';
import { groupsPage } from '#course/server/forming.ts';
import { submissionPage } from '#course/server/submission-page.ts';
import { fillDemo } from '#demo/fill.ts';
import { viewerOfPerson } from '#identity/server/viewers.ts';
import { database } from '#platform/server/database.ts';
import { does } from '../cast.ts';

const now = new Date('2026-09-17T13:10:00Z');
const lines: string[] = [];

// Every act goes through a verb, and one that is refused ends the filling: that it ends well says that none was.
beforeAll(() => fillDemo((line) => lines.push(line), now), 300_000);

async function cohort(name: string) {
	return database
		.selectFrom('cohort as k')
		.innerJoin('community as c', 'c.id', 'k.communityId')
		.select(['k.id', 'k.communityId', 'k.unitsOpened', 'k.seats', 'c.phase', 'c.archivedAt'])
		.where('k.name', '=', name)
		.executeTakeFirstOrThrow();
}

async function person(key: string) {
	const { id } = await database
		.selectFrom('user')
		.select('id')
		.where('email', '=', `${key}@allmende.example`)
		.executeTakeFirstOrThrow();
	const viewer = await viewerOfPerson(id);
	if (!viewer) throw new Error(`no ${key}`);
	return viewer;
}

test('it says what it does, with counts', () => {
	expect(lines).toContain('Cohort 2: 405 of 405 posts');
});

test('the second cohort of eighteen is in unit five', async () => {
	const { id, communityId, unitsOpened, phase } = await cohort('Kohorte 2');
	expect([unitsOpened, phase]).toEqual([5, 'growth']);
	const enrolled = await database
		.selectFrom('enrolment')
		.select('id')
		.where('cohortId', '=', id)
		.where('endedAt', 'is', null)
		.execute();
	expect(enrolled).toHaveLength(18);
	const next = await database
		.selectFrom('meeting')
		.select(['number', 'startsAt'])
		.where('communityId', '=', communityId)
		.where('startsAt', '>', now)
		.orderBy('startsAt')
		.executeTakeFirstOrThrow();
	expect(next.number).toBe(5);
});

test('it has written at least 250 distinct posts in at least 40 threads, all of them in the past', async () => {
	const { communityId } = await cohort('Kohorte 2');
	const posts = await database
		.selectFrom('post')
		.select(['threadId', 'body', 'createdAt'])
		.where('communityId', '=', communityId)
		.execute();
	expect(new Set(posts.map(({ body }) => body)).size).toBe(posts.length);
	expect(posts.length).toBeGreaterThanOrEqual(250);
	expect(new Set(posts.map(({ threadId }) => threadId)).size).toBeGreaterThanOrEqual(40);
	expect(posts.filter(({ createdAt }) => createdAt > now)).toEqual([]);
	expect(posts.filter(({ createdAt }) => createdAt > new Date(now.getTime() - 24 * 3_600_000)).length).toBeGreaterThan(
		5,
	);
});

test('nothing in the second cohort lies in the future, and threads begin before they go on', async () => {
	const { communityId } = await cohort('Kohorte 2');
	const acts = await database
		.selectFrom('activity')
		.select(['kind', 'at'])
		.where('communityId', '=', communityId)
		.where('at', '>', now)
		.execute();
	expect(acts).toEqual([]);
	const wrong = await database
		.selectFrom('post as p')
		.innerJoin('thread as t', 't.id', 'p.threadId')
		.select('p.id')
		.whereRef('p.createdAt', '<', 't.createdAt')
		.execute();
	expect(wrong).toEqual([]);
});

test('a post was reported and hidden, a result came late, a shift was swapped', async () => {
	const { id, communityId } = await cohort('Kohorte 2');
	const flags = await database.selectFrom('flag').select('decision').where('communityId', '=', communityId).execute();
	expect(flags).toEqual([{ decision: 'hidden' }]);
	const late = await database
		.selectFrom('submission')
		.select(['id', 'unitNumber'])
		.where('cohortId', '=', id)
		.where('late', '=', true)
		.execute();
	expect(late.map(({ unitNumber }) => unitNumber)).toEqual([3]);
	const lorenz = await person('lorenz');
	const page = await does(lorenz, now, submissionPage, { submissionId: late[0]?.id });
	expect(JSON.stringify(page)).toMatch(/"late":true/);
	const swaps = await database
		.selectFrom('shiftSwap')
		.select('accepted')
		.where('communityId', '=', communityId)
		.execute();
	expect(swaps).toEqual([{ accepted: true }]);
});

test('gundula and lorenz lead, as agreed when she swapped with kofi', async () => {
	const { communityId } = await cohort('Kohorte 2');
	const acting = await database
		.selectFrom('shift as s')
		.innerJoin('user as u', 'u.id', 's.userId')
		.select('u.name')
		.where('s.communityId', '=', communityId)
		.where('s.removedAt', 'is', null)
		.where('s.startsAt', '<=', now)
		.where('s.endsAt', '>', now)
		.orderBy('u.name')
		.execute();
	expect(acting.map(({ name }) => name)).toEqual(['Gundula Petri', 'Lorenz Hawlitschek']);
});

test('in five units nobody has met anybody twice', async () => {
	const { communityId } = await cohort('Kohorte 2');
	const page = await does(await person('gesine'), now, groupsPage, { communityId });
	expect(page.history).toHaveLength(5);
	const pairs = page.history
		.flat()
		.flatMap((group) => group.flatMap((a) => group.map((b) => (a < b ? `${a} ${b}` : ''))));
	const met = pairs.filter((pair) => pair !== '');
	expect(new Set(met).size).toBe(met.length);
});

test('companions find something that waits for feedback', async () => {
	const { communityId } = await cohort('Kohorte 2');
	const { waiting } = await does(await person('dietmar'), now, feedbackQueue, { communityId });
	expect(waiting.map(({ kind }) => kind)).toEqual(['person', 'person']);
});

test('everyone has something new to read, and not everyone the same', async () => {
	const { communityId } = await cohort('Kohorte 2');
	const threads = await database.selectFrom('thread').select('id').where('communityId', '=', communityId).execute();
	const read = await database
		.selectFrom('readState as r')
		.innerJoin('thread as t', 't.id', 'r.threadId')
		.select((e) => ['r.userId', e.fn.countAll<number>().as('threads')])
		.where('r.communityId', '=', communityId)
		.whereRef('r.sequence', '>=', 't.lastSequence')
		.groupBy('r.userId')
		.execute();
	expect(read.length).toBeGreaterThan(15);
	expect(new Set(read.map(({ threads: n }) => Number(n))).size).toBeGreaterThan(5);
	expect(Math.min(...read.map(({ threads: n }) => Number(n)))).toBeLessThan(threads.length);
});

test('companions see who has fallen silent, and nobody else is among them', async () => {
	const { communityId } = await cohort('Kohorte 2');
	const { silent } = await does(await person('gesine'), now, guidancePage, { communityId });
	expect(silent.map(({ name }) => name)).toEqual(['Vivien Marschall']);
});

test('the third cohort takes applications: its 24 seats are promised, and three people wait', async () => {
	const { id } = await cohort('Kohorte 3');
	const rows = await database
		.selectFrom('application')
		.select((e) => ['state', e.fn.countAll<number>().as('people')])
		.where('cohortId', '=', id)
		.groupBy('state')
		.orderBy('state')
		.execute();
	expect(Object.fromEntries(rows.map(({ state, people }) => [state, Number(people)]))).toEqual({
		accepted: 3,
		declined: 1,
		enrolled: 21,
		received: 1,
		waitlisted: 3,
	});
	const waiting = await database
		.selectFrom('application')
		.select('name')
		.where('cohortId', '=', id)
		.where('state', '=', 'waitlisted')
		.orderBy('verifiedAt')
		.execute();
	expect(waiting[0]?.name).toBe('Leander Quast');
});

test('people have said who they are', async () => {
	const people = await database.selectFrom('user').select(['name', 'employer', 'timeZone']).execute();
	expect(people.filter(({ employer }) => employer === '')).toEqual([]);
	expect(people.find(({ name }) => name === 'Beate Zumsteg')?.timeZone).toBe('Europe/Zurich');
});
