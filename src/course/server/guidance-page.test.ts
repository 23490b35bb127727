import { beforeAll, expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { announceAbsence } from '#events/server/absences.ts';
import { bookTime } from '#course/server/learning-time.ts';
import { markLessonRead } from '#course/server/lessons.ts';
import { feedbackQueue } from '#course/server/feedback-queue.ts';
import { giveFeedback } from '#course/server/feedback.ts';
import { guidancePage } from '#course/server/guidance-page.ts';
import { handIn } from '#course/server/hand-in.ts';
import { noteSilence } from '#course/server/silence.ts';
import { submissionPage } from '#course/server/submission-page.ts';
import { beginSubmission } from '#course/server/submissions.ts';
import { does } from '../../../tests/cast.ts';
import { attended, conversation, longPost } from '../../../tests/course-acts.ts';
import { after, courseWorld, formed, learnerOf } from '../../../tests/learning.ts';
import type { World } from '../../../tests/world.ts';

let world: World;
let here: { communityId: string };
const learner = (index: number) => learnerOf(world, index);
beforeAll(async () => {
	world = await courseWorld(8);
	here = { communityId: world.communityId };
	await formed(world, 1, [world.learners.slice(0, 4), world.learners.slice(4)]);
	await formed(world, 2, [world.learners.slice(0, 4), world.learners.slice(4)]);
}, 60_000);

const guidance = (now: Date, viewer: Viewer = world.clara) => does(viewer, now, guidancePage, here);
const silent = async (now: Date) => (await guidance(now)).silent.map(({ name }) => name);
const handsIn = async (viewer: Viewer, number: number, now: Date, body: string) => {
	const { submissionId } = await does(viewer, now, beginSubmission, { ...here, number });
	const [section] = (await does(viewer, now, submissionPage, { submissionId })).draft ?? [];
	await does(viewer, now, handIn, {
		submissionId,
		sections: { [section?.id ?? '']: { body, version: section?.version ?? 0 } },
	});
	return submissionId;
};

test('whoever has asked and got no answer waits, the longest first; an answer by anyone ends the wait', async () => {
	const first = await conversation(world, learner(0), after(0, 10), []);
	await conversation(world, learner(1), after(0, 12), [[learner(2), longPost]]);
	await conversation(world, learner(3), after(0, 14), []);
	await database.updateTable('thread').set({ kind: 'question' }).where('id', '=', first.threadId).execute();
	const page = await guidance(after(0, 40));
	expect(page.waiting.map(({ kind, name, hours }) => [kind, name, hours])).toEqual([
		['question', 'Lea01', 30],
		['post', 'Lea04', 26],
	]);
	expect(page.people).toBe(2);
	await expect(guidance(after(0, 40), learner(0))).rejects.toMatchObject({ status: 403 });
});

test('a result waits for a companion until feedback on its latest version is there', async () => {
	const submissionId = await handsIn(learner(0), 1, after(0, 50), 'Erste Fassung');
	const other = await handsIn(learner(4), 1, after(0, 45), 'Früher fertig');
	const queue = async (now: Date) =>
		(await does(world.clara, now, feedbackQueue, here)).waiting.map((each) => [each.submissionId, each.hours]);
	expect(await queue(after(0, 60))).toEqual([
		[other, 15],
		[submissionId, 10],
	]);
	await does(learner(1), after(0, 60), giveFeedback, { submissionId: other, words: 'Schön' });
	expect(await queue(after(0, 60))).toHaveLength(2);
	await does(world.carl, after(0, 61), giveFeedback, { submissionId: other, words: 'Klar und knapp.' });
	expect(await queue(after(0, 62))).toEqual([[submissionId, 12]]);
	await handsIn(learner(5), 1, after(0, 70), 'Noch einmal überarbeitet');
	expect(await queue(after(0, 72))).toEqual([
		[submissionId, 22],
		[other, 2],
	]);
});

test('nobody is silent in the first seven days, and then whoever gave no sign', async () => {
	expect(await silent(after(0, 24 * 7 - 1))).toEqual([]);
	expect(await silent(after(0, 24 * 7))).toEqual(['Lea07', 'Lea08']);
});

test('a booking and a check-in are signs, reading is none and shown to nobody', async () => {
	const topicId = (await topics())[0] ?? '';
	await does(learner(6), after(0, 100), markLessonRead, { ...here, topicId });
	expect(await silent(after(0, 24 * 7))).toContain('Lea07');
	await does(learner(6), after(0, 100), bookTime, { ...here, day: '2026-09-11', hours: 1 });
	expect(await silent(after(0, 24 * 7))).toEqual(['Lea08']);
	await attended(world, learner(7), 1, 90);
	expect(await silent(after(0, 24 * 7))).toEqual([]);
	expect(JSON.stringify(await guidance(after(3, 0)))).not.toContain(topicId);
});

test('announced absence does not count as silence', async () => {
	const quiet = async (now: Date) => (await silent(now)).includes('Lea08');
	expect(await quiet(after(2, 24))).toBe(true);
	await does(learner(7), after(1, 20), announceAbsence, { ...here, fromDate: '2026-09-16', toDate: '2026-09-20' });
	expect(await quiet(after(2, 24))).toBe(false);
	expect(await quiet(after(2, 24 * 6))).toBe(true);
});

test('a companion who knows why takes somebody off the list for a week', async () => {
	const late = after(2, 24 * 6);
	await does(world.clara, late, noteSilence, { ...here, userId: learner(7).userId });
	expect(await silent(after(2, 24 * 7))).not.toContain('Lea08');
	expect(await silent(after(2, 24 * 14))).toContain('Lea08');
});

test('being listed is noted as a look at one’s record', async () => {
	const looked = await database
		.selectFrom('recordAccess')
		.select(['userId', 'purpose'])
		.where('userId', '=', learner(7).userId)
		.execute();
	expect(looked.length).toBeGreaterThan(0);
	expect(new Set(looked.map(({ purpose }) => purpose))).toEqual(new Set(['silence']));
});

test('works-council mode lists nobody, but what waits for an answer', async () => {
	const mode = (on: boolean) =>
		database.updateTable('organisation').set({ worksCouncilMode: on }).where('id', '=', world.organisationId).execute();
	await mode(true);
	const page = await guidance(after(2, 24 * 14));
	expect(page.silent).toEqual([]);
	expect(page.waiting.length).toBeGreaterThan(0);
	await mode(false);
});

test('the results of the last unit stand with their feedback, and how far the running one is', async () => {
	const page = await guidance(after(1, 10));
	expect(page.results?.unitNumber).toBe(1);
	expect(page.results?.groups.map(({ name, feedback }) => [name, feedback?.name ?? null])).toEqual([
		['Linde', null],
		['Esche', null],
	]);
	expect(page.progress?.groups.map(({ filled }) => filled)).toEqual([0, 0]);
	expect([page.nextGroups, page.meeting?.number]).toEqual([3, 2]);
});

async function topics(): Promise<string[]> {
	const { content } = await database.selectFrom('courseVersion').select('content').executeTakeFirstOrThrow();
	return (content as { units: { topics: { id: string }[] }[] }).units.flatMap((unit) =>
		unit.topics.map(({ id }) => id),
	);
}
