import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { postReply } from '#conversation/server/posts.ts';
import { startThread } from '#conversation/server/threads.ts';
import { jobTasks } from '#job-tasks.ts';
import { liveAudience } from '#live-audience.ts';
import { deliverPending, deliverWhatIsHeard } from '#notifications/server/deliver-pending.ts';
import { record } from '#platform/server/activity.ts';
import { database } from '#platform/server/database.ts';
import { queueNow } from '#platform/server/dead-jobs.ts';
import { addJob, drainJobs } from '#platform/server/jobs.ts';
import { startLive, stopLive } from '#platform/server/live.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '../../../tests/cast.ts';
import { cohortWorld, type World } from '../../../tests/world.ts';

const now = new Date('2026-09-24T10:00:00Z');
const soon = { timeout: 5_000, interval: 10 };
let world: World;
let lea: Viewer;
let ben: Viewer;
let threadId: string;
beforeAll(async () => {
	world = await cohortWorld({ learners: 2 });
	[lea, ben] = world.learners as [Viewer, Viewer];
	const opening = { spaceId: world.spaces['fragen'], title: 'Wer hat das gehört?', body: 'Ich.' };
	({ threadId } = await does(lea, now, startThread, opening));
});
beforeEach(async () => {
	await database.deleteFrom('activityPending').execute();
	await database.deleteFrom('notification').execute();
	await sql`delete from graphile_worker._private_jobs`.execute(database);
});
afterAll(stopLive);

const replies = async (...bodies: string[]) => {
	for (const body of bodies) await does(ben, now, postReply, { threadId, body });
};
const news = () => database.selectFrom('notification').select(['userId', 'kind', 'activityId']).execute();
const pending = () => database.selectFrom('activityPending').selectAll().execute();
const jobs = async () => {
	const { rows } = await sql<{ name: string; payload: unknown }>`
		select j.task_identifier as name, p.payload from graphile_worker.jobs j
		join graphile_worker._private_jobs p on p.id = j.id`.execute(database);
	return rows;
};
/** It names an organisation by what is no id, so that the database refuses to look it up. */
const cannotBeTold = () =>
	record(database, {
		kind: 'works_council_on',
		communityId: world.communityId,
		data: { organisationId: 'none' },
		at: now,
	});

test('of each activity is told once, by however many at once, and none becomes a job', async () => {
	await replies('Eins', 'Zwei', 'Drei', 'Vier', 'Fünf');
	expect(await queueNow(database)).toMatchObject({ waiting: 5, since: expect.any(Date) });
	await Promise.all([deliverPending(), deliverPending(), deliverPending()]);
	const told = await news();
	expect(told.map(({ userId, kind }) => [userId, kind])).toEqual(Array(5).fill([lea.userId, 'reply']));
	expect(new Set(told.map(({ activityId }) => activityId)).size).toBe(5);
	expect([await pending(), await jobs()]).toEqual([[], []]);
});

test('what was rolled back is told of to nobody', async () => {
	const cause = database.transaction().execute(async (trx) => {
		await record(trx, { kind: 'post_written', communityId: world.communityId, at: now });
		throw new Error('rolled back');
	});
	await expect(cause).rejects.toThrow('rolled back');
	expect(await pending()).toEqual([]);
});

test('what cannot be told of is left to the queue, and what came after it is told of', async () => {
	const activityId = await cannotBeTold();
	await replies('Danach');
	await deliverPending();
	expect(await jobs()).toEqual([{ name: 'deliver_activity', payload: { activityId } }]);
	expect(await pending()).toEqual([]);
	expect(await news()).toMatchObject([{ userId: lea.userId, kind: 'reply' }]);
});

test('what nobody has heard of is told of by a job', async () => {
	await replies('Ungehört');
	await addJob(database, 'deliver_pending', {});
	await drainJobs(jobTasks);
	expect(await news()).toMatchObject([{ userId: lea.userId, kind: 'reply' }]);
});

test('who is told to stop begins nothing more, and the next one goes on', async () => {
	await replies('Eins', 'Zwei');
	let turns = 0;
	await deliverPending(() => turns++ < 2);
	expect(await news()).toHaveLength(1);
	await deliverPending();
	expect(await news()).toHaveLength(2);
});

test('a process that hears of it tells of it, also of what nobody heard of before, and of what has no community', async () => {
	await replies('Vorher');
	await startLive(liveAudience);
	const end = deliverWhatIsHeard();
	await expect.poll(news, soon).toHaveLength(1);
	await replies('Jetzt');
	await expect.poll(news, soon).toHaveLength(2);
	await record(database, { kind: 'nothing_that_is_told', at: now });
	await expect.poll(pending, soon).toEqual([]);
	await end();
	await replies('Später');
	expect(await pending()).toHaveLength(1);
});
