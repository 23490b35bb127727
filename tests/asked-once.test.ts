import pg from 'pg';
import { beforeAll, expect, test, vi } from 'vitest';
import { communityHome, rooms } from '#community/server/rooms.ts';
import { threadPage } from '#conversation/server/thread-page.ts';
import { startThread } from '#conversation/server/threads.ts';
import { unnamedDesk } from '#conversation/server/unnamed-desk.ts';
import { ownUnnamed } from '#conversation/server/unnamed-page.ts';
import { postFeedback } from '#course/server/feedback-read.ts';
import { groupsPage } from '#course/server/groups-page.ts';
import { guidancePage } from '#course/server/guidance-page.ts';
import { handIn } from '#course/server/hand-in.ts';
import { bookTime, learningTime } from '#course/server/learning-time.ts';
import { markLessonRead } from '#course/server/lessons.ts';
import { submissionPage } from '#course/server/submission-page.ts';
import { beginSubmission } from '#course/server/submissions.ts';
import { weekPage } from '#course/server/week-page.ts';
import { waitingPeople } from '#course/server/who-waits.ts';
import { threadHearing } from '#notifications/server/hearing.ts';
import { Memory } from '#platform/server/memory.ts';
import { call, type AnyVerb } from '#platform/server/verb.ts';
import type { Viewer } from '#platform/viewer.ts';
import { as, does } from './cast.ts';
import { after, courseWorld, formed, learnerOf } from './learning.ts';
import { ways } from './ways.ts';
import type { World } from './world.ts';

/* The pages on which most comes together ask the database nothing twice within a request. */

let world: World;
let here: { communityId: string };
const now = after(1, 30);

beforeAll(async () => {
	world = await courseWorld(8);
	here = { communityId: world.communityId };
	for (const unit of [1, 2]) await formed(world, unit, [world.learners.slice(0, 4), world.learners.slice(4)]);
	const ann = learnerOf(world, 0);
	const { submissionId } = await does(ann, after(0, 20), beginSubmission, { ...here, number: 1 });
	const { draft } = await does(ann, after(0, 20), submissionPage, { submissionId });
	const sections = Object.fromEntries((draft ?? []).map(({ id, version }) => [id, { body: 'Ein Anfang.', version }]));
	await does(ann, after(0, 21), handIn, { submissionId, sections });
	await does(ann, after(0, 22), bookTime, { ...here, day: '2026-09-08', minutes: 30 });
	await does(ann, now, markLessonRead, { ...here, topicId: 'social-business' });
}, 60_000);

/** What reaches the database while these are asked in one request. */
async function askedBy(viewer: Viewer, verbs: readonly AnyVerb[]): Promise<string[]> {
	const request = { ...as(viewer, now), memory: new Memory() };
	const queries = vi.spyOn(pg.Client.prototype, 'query');
	for (const verb of verbs) await call(verb, request, here);
	const asked = queries.mock.calls.map((sent) => JSON.stringify(sent));
	queries.mockRestore();
	return asked;
}

const twice = (asked: readonly string[]): string[] => asked.filter((query, index) => asked.indexOf(query) < index);

test('the guidance page, with the groups it proposes', async () => {
	const asked = await askedBy(world.clara, [
		rooms,
		communityHome,
		waitingPeople,
		guidancePage,
		unnamedDesk,
		groupsPage,
	]);
	expect(asked.length).toBeGreaterThan(15);
	expect(twice(asked)).toEqual([]);
});

test('one’s own week, with the time one has booked', async () => {
	const asked = await askedBy(learnerOf(world, 0), [rooms, weekPage, communityHome, learningTime, ownUnnamed]);
	expect(asked.length).toBeGreaterThan(25);
	expect(twice(asked)).toEqual([]);
});

test('a thread’s page goes to the database once, with the right and all that it shows, and for a stranger not at all', async () => {
	const ann = learnerOf(world, 0);
	const { threadId } = await does(ann, now, startThread, {
		spaceId: world.spaces['marktplatz'],
		title: 'Wer war wo?',
		body: 'Ich frage für ein Protokoll.',
	});
	const page = () => {
		const request = { ...as(ann, now), memory: new Memory() };
		const asked = (verb: AnyVerb) => call(verb, request, { ...here, threadId });
		return Promise.all([rooms, communityHome, threadPage, threadHearing, postFeedback].map(asked));
	};
	// where a thread and its community belong is known from then on
	await page();
	expect(await ways(page)).toBe(1);
	const stranger = () => expect(does(null, now, threadPage, { threadId })).rejects.toMatchObject({ status: 401 });
	expect(await ways(stranger)).toBe(0);
});
