import { beforeAll, expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { giveFeedback } from '#course/server/feedback.ts';
import { decideException, grantException, requestException } from '#course/server/exceptions.ts';
import { learnerRecord, learnerRecords, ownRecords } from '#course/server/records.ts';
import { settleCohort } from '#course/server/settle.ts';
import { recordAttendance } from '#events/server/presence.ts';
import { does } from '../../../tests/cast.ts';
import { attended, conversation, creditedFor, led, longPost } from '../../../tests/course-acts.ts';
import { after, courseWorld, formed, learnerOf } from '../../../tests/learning.ts';
import { meetingEnd, meetingStart, type World } from '../../../tests/world.ts';

let world: World;
let ann: Viewer;
let ben: Viewer;
let cem: Viewer;
let posts: string[];
beforeAll(async () => {
	world = await courseWorld(8);
	[ann, ben, cem] = [learnerOf(world, 0), learnerOf(world, 1), learnerOf(world, 2)];
	for (let unit = 1; unit <= 10; unit++) {
		const [first, second] = await formed(world, unit, [world.learners.slice(0, 4), world.learners.slice(4)]);
		if (unit <= 8) await creditedFor(world, first ?? '', unit, world.learners.slice(0, 4), after(unit - 1, 50));
		if (unit === 1) await creditedFor(world, second ?? '', unit, world.learners.slice(4), after(0, 60));
		await attended(world, ann, unit, unit <= 7 ? 60 : 59);
		await attended(world, ben, unit, unit <= 6 ? 90 : 10);
	}
	await led(world, ann, 3);
	await led(world, ben, 4, 0.4);
	const talk = await conversation(world, cem, after(1, 5), [
		...Array.from({ length: 10 }, () => [ann, longPost] as const),
		[ann, 'Danke, das hilft mir sehr.'],
	]);
	posts = talk.posts;
	await conversation(
		world,
		ann,
		after(2, 5),
		Array.from({ length: 8 }, () => [ann, longPost] as const),
	);
}, 60_000);

const own = async (viewer: Viewer, now: Date) =>
	(await does(viewer, now, ownRecords, { communityId: world.communityId })).standing;

test('artefacts, meetings of sixty minutes, posts of fifteen words, replies to others and a shift are counted', async () => {
	expect((await own(ann, after(9, 1))).counts).toEqual({
		artefacts: 8,
		meetings: 7,
		contributions: 19,
		replies: 10,
		shifts: 1,
		houseRules: 1,
	});
	expect((await own(ben, after(9, 1))).counts).toMatchObject({ artefacts: 8, meetings: 6, shifts: 0 });
});

test('written feedback to peers is a contribution and a reply', async () => {
	const { id } = await database
		.selectFrom('submission')
		.select('id')
		.where('unitNumber', '=', 1)
		.where('id', 'not in', (q) =>
			q.selectFrom('submissionMember').select('submissionId').where('userId', '=', ann.userId),
		)
		.executeTakeFirstOrThrow();
	await does(ann, after(9, 2), giveFeedback, { submissionId: id, words: 'Klar gegliedert, danke.' });
	expect((await own(ann, after(9, 3))).counts).toMatchObject({ contributions: 20, replies: 11 });
	expect((await own(ann, after(9, 3))).eligible).toBe(true);
});

test('hidden and deleted posts do not count', async () => {
	const hide = (hiddenAt: Date | null) =>
		database
			.updateTable('post')
			.set({ hiddenAt })
			.where('id', '=', posts[1] ?? '')
			.execute();
	await hide(after(9, 3));
	expect((await own(ann, after(9, 4))).counts.contributions).toBe(19);
	await hide(null);
});

test('what is at risk is said once for each requirement, to the learner alone', async () => {
	await database
		.updateTable('cohort')
		.set({ dueAt: meetingEnd(0) })
		.where('id', '=', world.cohortId)
		.execute();
	await settleCohort(world.cohortId, after(9, 5));
	const told = await database
		.selectFrom('activity')
		.select(['subjectId', 'data', 'communityId'])
		.where('kind', '=', 'requirement_at_risk')
		.where('subjectId', '=', ben.userId)
		.execute();
	const requirements = told.map(({ data }) => JSON.stringify(data));
	expect(requirements).toContain('{"requirement":"contributions"}');
	expect(new Set(requirements).size).toBe(requirements.length);
	expect(told.every(({ communityId }) => communityId === null)).toBe(true);
});

test('an exception is asked for once, decided once, by the organiser alone and for a reason', async () => {
	const ask = () =>
		does(ben, after(9, 6), requestException, {
			communityId: world.communityId,
			requirement: 'meetings',
			words: 'Vier Treffen lang war ich im Krankenhaus.',
		});
	const { exceptionId } = await ask();
	await expect(ask()).rejects.toMatchObject({ code: 'exception_pending' });
	const decide = (viewer: Viewer, granted: boolean) =>
		does(viewer, after(9, 7), decideException, { exceptionId, granted, reason: 'Attest liegt vor.' });
	await expect(decide(world.clara, true)).rejects.toMatchObject({ status: 403 });
	await decide(world.olga, true);
	await expect(decide(world.olga, false)).rejects.toMatchObject({ code: 'exception_decided_already' });
	expect((await own(ben, after(9, 8))).excepted).toEqual(['meetings']);
	const logged = await database
		.selectFrom('audit')
		.select('detail')
		.where('action', '=', 'exception_decided')
		.execute();
	expect(logged).toMatchObject([{ detail: { requirement: 'meetings', granted: true, reason: 'Attest liegt vor.' } }]);
});

test('a day after the last meeting admission is frozen, and later deletions and attendance recorded later change nothing', async () => {
	const frozenAt = after(10, 24);
	await own(ann, new Date(frozenAt.getTime() - 1));
	expect(await database.selectFrom('eligibility').selectAll().execute()).toEqual([]);
	await database
		.updateTable('post')
		.set({ deletedAt: after(10, 25) })
		.where('authorId', '=', ann.userId)
		.execute();
	await does(world.clara, after(10, 25), recordAttendance, { meetingId: world.meetings[1], people: [cem.userId] });
	expect((await own(cem, after(10, 30))).counts).toMatchObject({ meetings: 0 });
	const standing = await own(ann, after(10, 30));
	expect(standing).toMatchObject({ frozenAt, eligible: true, counts: { contributions: 20 } });
	const rows = await database.selectFrom('eligibility').select(['userId', 'eligible', 'frozenAt']).execute();
	expect(rows).toHaveLength(8);
	expect(rows.filter(({ eligible }) => eligible).map(({ userId }) => userId)).toEqual([ann.userId]);
	expect(rows.every((row) => row.frozenAt.getTime() === frozenAt.getTime())).toBe(true);
});

test('an exception granted after the freeze draws the admission anew from the frozen counts', async () => {
	for (const requirement of ['contributions', 'replies', 'shifts'])
		await does(world.olga, after(10, 40), grantException, {
			communityId: world.communityId,
			userId: ben.userId,
			requirement,
			reason: 'Nach Rücksprache mit der Lernbegleitung.',
		});
	const { eligible } = await database
		.selectFrom('eligibility')
		.select('eligible')
		.where('userId', '=', ben.userId)
		.executeTakeFirstOrThrow();
	expect(eligible).toBe(true);
});

test('looking at the records of others is noted once a day, and they see it', async () => {
	const at = (hour: number) => new Date(meetingStart(10).getTime() + hour * 3_600_000);
	const all = await does(world.clara, at(24), learnerRecords, { communityId: world.communityId });
	expect(all.learners).toHaveLength(8);
	await does(world.clara, at(25), learnerRecords, { communityId: world.communityId });
	await does(world.clara, at(25), learnerRecord, { communityId: world.communityId, userId: ann.userId });
	await does(world.clara, at(49), learnerRecords, { communityId: world.communityId });
	const { accesses } = await does(ann, at(60), ownRecords, { communityId: world.communityId });
	expect(accesses.map(({ name, purpose }) => `${name} ${purpose}`)).toEqual([
		'Clara requirements',
		'Clara requirements',
		'Clara course_record',
	]);
	await expect(
		does(ben, at(60), learnerRecord, { communityId: world.communityId, userId: ann.userId }),
	).rejects.toMatchObject({ status: 403 });
});

test('works-council mode shows no booked hours of anybody', async () => {
	await database
		.updateTable('organisation')
		.set({ worksCouncilMode: true })
		.where('id', '=', world.organisationId)
		.execute();
	const { learners } = await does(world.clara, after(10, 60), learnerRecords, { communityId: world.communityId });
	expect(learners.every(({ bookedMinutes }) => bookedMinutes === null)).toBe(true);
});
