import { beforeAll, expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { giveFeedback, givePostFeedback } from '#course/server/feedback.ts';
import { postFeedback } from '#course/server/feedback-read.ts';
import { handIn } from '#course/server/hand-in.ts';
import { finishRecommendation, recommend, withdrawRecommendation } from '#course/server/recommendations.ts';
import { submissionPage } from '#course/server/submission-page.ts';
import { beginSubmission, saveResultSection } from '#course/server/submissions.ts';
import { unitList, unitPage } from '#course/server/units.ts';
import { weekPage } from '#course/server/week-page.ts';
import { does, person } from '../../../tests/cast.ts';
import { conversation, led } from '../../../tests/course-acts.ts';
import { examSat, resultsReleased } from '../../../tests/exam-rows.ts';
import { after, courseWorld, formed, learnerOf } from '../../../tests/learning.ts';
import { kickOff, meetingStart, type World } from '../../../tests/world.ts';

let world: World;
let ann: Viewer;
let ben: Viewer;
let eva: Viewer;
let here: { communityId: string };
beforeAll(async () => {
	world = await courseWorld(8);
	here = { communityId: world.communityId };
	[ann, ben, eva] = [learnerOf(world, 0), learnerOf(world, 1), learnerOf(world, 4)];
	await formed(world, 1, [world.learners.slice(0, 4), world.learners.slice(4)]);
	const mixed = [0, 1, 4, 5, 2, 3, 6, 7].map((index) => learnerOf(world, index));
	await formed(world, 2, [mixed.slice(0, 4), mixed.slice(4)]);
	await led(world, ann, 4);
	await led(world, ben, 2);
}, 60_000);

const week = (viewer: Viewer, now: Date) => does(viewer, now, weekPage, here);
const stateOf = async (viewer: Viewer, now: Date) => (await week(viewer, now)).state;

async function applies(key: string, state: string): Promise<Viewer> {
	const viewer = await person(key);
	await database
		.insertInto('application')
		.values({
			cohortId: world.cohortId,
			userId: viewer.userId,
			name: viewer.name,
			email: viewer.email,
			motivation: 'Ich möchte lernen, Communitys zu führen.',
			appliedAt: new Date('2026-08-02T08:00:00Z'),
			verifiedAt: new Date('2026-08-02T08:05:00Z'),
			state,
		})
		.execute();
	return viewer;
}

test('an applicant sees where the application stands, and nothing of the course', async () => {
	const now = new Date('2026-08-10T08:00:00Z');
	const [paul, mai, nadja] = [
		await applies('paul', 'received'),
		await applies('mai', 'waitlisted'),
		await applies('nadja', 'waitlisted'),
	];
	expect(await week(paul, now)).toMatchObject({ state: { kind: 'applied' }, course: null });
	expect(await stateOf(mai, now)).toEqual({ kind: 'waitlisted', position: 1, offered: false });
	expect(await stateOf(nadja, now)).toMatchObject({ position: 2 });
	expect(await stateOf(await applies('okan', 'accepted'), now)).toEqual({ kind: 'accepted', enrolled: false });
	await expect(week(await applies('tom', 'declined'), now)).rejects.toMatchObject({ status: 404 });
});

test('before the kick-off the kick-off is what comes next', async () => {
	const page = await week(ann, new Date(kickOff.getTime() - 3_600_000));
	expect(page.state).toEqual({ kind: 'accepted', enrolled: true });
	expect(page.meeting).toMatchObject({ number: 0, parts: [{ minutes: 240 }] });
	expect(page.course?.path.map(({ state }) => state)).toEqual(Array(10).fill('coming'));
	expect(page.course?.work).toBeNull();
});

test('in a unit the week says what is due, who is in one’s group and since when one knows them', async () => {
	const { submissionId } = await does(eva, after(1, 2), beginSubmission, { ...here, number: 2 });
	const [section] = (await does(eva, after(1, 2), submissionPage, { submissionId })).draft ?? [];
	await does(eva, after(1, 3), saveResultSection, {
		submissionId,
		sectionId: section?.id,
		body: 'Erster Satz',
		version: 0,
	});
	const page = await week(ann, new Date(after(1, 3).getTime() + 300_000));
	expect(page.state).toEqual({ kind: 'unit', unit: 2 });
	expect(page.course?.work?.assignment).toMatchObject({
		submissionId,
		filled: 1,
		dueAt: meetingStart(2),
		writing: { name: eva.name, section: section?.title },
	});
	expect(page.course?.work?.group?.members.map(({ name, metIn }) => [name, metIn])).toEqual([
		['Lea01', []],
		['Lea02', [1]],
		['Lea05', []],
		['Lea06', []],
	]);
	expect(page.course?.work?.late).toMatchObject([{ unitNumber: 1 }]);
	expect(page.meeting).toMatchObject({ number: 2, parts: [{ minutes: 60 }, { minutes: 30 }] });
	expect(page.course?.leads.now.map(({ name }) => name)).toEqual([ben.name]);
	expect(page.course?.path.filter(({ ownShift }) => ownShift).map(({ number }) => number)).toEqual([4]);
	expect((await week(ann, after(1, 4))).course?.work?.assignment.writing).toBeNull();
});

test('a result of others waits for one’s voice until one has given it', async () => {
	const { submissionId } = await does(eva, after(1, 5), beginSubmission, { ...here, number: 1 });
	const [section] = (await does(eva, after(1, 5), submissionPage, { submissionId })).draft ?? [];
	await does(eva, after(1, 5), handIn, {
		submissionId,
		sections: { [section?.id ?? '']: { body: 'Unser Bild vom Netz', version: 0 } },
	});
	const peers = async () => (await week(ann, after(1, 6))).course?.work?.peers.map((peer) => peer.submissionId);
	expect(await peers()).toEqual([submissionId]);
	await expect(does(eva, after(1, 6), giveFeedback, { submissionId, words: 'Gut' })).rejects.toMatchObject({
		code: 'feedback_own',
	});
	await does(ann, after(1, 6), giveFeedback, { submissionId, words: 'Die zweite Erklärung hat mich überzeugt.' });
	expect(await peers()).toEqual([]);
});

test('the latest feedback stands on the page with its levels, for the group and for nobody else', async () => {
	const { submissionId } = await does(eva, after(1, 7), beginSubmission, { ...here, number: 1 });
	const { rubric } = (await does(world.clara, after(1, 7), submissionPage, { submissionId })).assignment;
	const levels = { [rubric[0]?.id ?? '']: '4', [rubric[1]?.id ?? '']: '' };
	await expect(
		does(world.clara, after(1, 8), giveFeedback, { submissionId, words: 'So', levels: { erfunden: 2 } }),
	).rejects.toMatchObject({ code: 'feedback_criterion' });
	await does(world.clara, after(1, 8), giveFeedback, { submissionId, words: 'So konkret, dass es geht.', levels });
	const { course } = await week(eva, after(1, 9));
	expect(course?.feedback).toMatchObject({
		name: 'Clara',
		words: 'So konkret, dass es geht.',
		levels: [{ title: rubric[0]?.title, value: 4, words: 'Vorbildlich' }],
	});
	expect((await week(ann, after(1, 9))).course?.feedback).toBeNull();
	const seenBy = async (viewer: Viewer) =>
		(await does(viewer, after(1, 9), submissionPage, { submissionId })).feedback.map(({ name }) => name);
	expect(await seenBy(eva)).toEqual(['Clara', ann.name]);
	expect(await seenBy(ann)).toEqual([ann.name]);
	expect(await seenBy(ben)).toEqual([]);
});

test('feedback given twice on the same version is revised, not doubled', async () => {
	const { submissionId } = await does(eva, after(1, 10), beginSubmission, { ...here, number: 1 });
	const said = (words: string) => does(world.carl, after(1, 10), giveFeedback, { submissionId, words });
	expect(await said('Noch zu knapp.')).toEqual(await said('Knapp, aber klar.'));
	const { feedback } = await does(eva, after(1, 11), submissionPage, { submissionId });
	expect(feedback.filter(({ name }) => name === 'Carl')).toMatchObject([{ words: 'Knapp, aber klar.' }]);
});

test('feedback on a post is a note for its author and for staff', async () => {
	const { threadId, posts } = await conversation(world, ann, after(1, 12), []);
	const give = (viewer: Viewer) =>
		does(viewer, after(1, 13), givePostFeedback, { postId: posts[0], words: 'Sie trennen sauber.' });
	await expect(give(ben)).rejects.toMatchObject({ status: 403 });
	await give(world.clara);
	const notes = async (viewer: Viewer) => (await does(viewer, after(1, 14), postFeedback, { threadId })).notes.length;
	expect([await notes(ann), await notes(world.carl), await notes(ben)]).toEqual([1, 1, 0]);
	expect((await week(ann, after(1, 14))).course?.feedback).toMatchObject({ threadId, words: 'Sie trennen sauber.' });
});

test('a recommendation stands in the week until it is done or taken back', async () => {
	const topic = (await does(ann, after(1, 15), unitPage, { ...here, number: 2 })).content?.topics[0];
	const give = (to: object) =>
		does(world.clara, after(1, 15), recommend, { ...here, kind: 'lesson', target: topic?.id, ...to });
	const [recommendationId = ''] = (await give({ userIds: [ann.userId] })).recommendationIds;
	const group = await database
		.selectFrom('learningGroup')
		.select('id')
		.where('unitNumber', '=', 2)
		.where('position', '=', 0)
		.executeTakeFirstOrThrow();
	const [forGroup] = (await give({ learningGroupIds: [group.id], userIds: [ann.userId] })).recommendationIds;
	const standing = async (viewer: Viewer) => (await week(viewer, after(1, 16))).course?.recommendations;
	expect(await standing(ann)).toMatchObject([{ title: topic?.title, groupName: 'Linde' }, { title: topic?.title }]);
	await does(ann, after(1, 16), finishRecommendation, { recommendationId });
	expect(await standing(ann)).toHaveLength(1);
	expect(await standing(eva)).toHaveLength(1);
	await expect(does(ben, after(1, 16), finishRecommendation, { recommendationId })).rejects.toMatchObject({
		status: 403,
	});
	await does(world.carl, after(1, 16), withdrawRecommendation, { recommendationId: forGroup });
	expect(await standing(ann)).toEqual([]);
	await expect(give({})).rejects.toMatchObject({ code: 'recommendation_to_whom' });
	await expect(
		does(world.clara, after(1, 16), recommend, {
			...here,
			userIds: [ann.userId],
			kind: 'link',
			target: 'http://example.org',
		}),
	).rejects.toMatchObject({ code: 'recommendation_target' });
});

test('of a unit to come learners see title and goals, companions all of it', async () => {
	const coming = { ...here, number: 7 };
	const seen = await does(ann, after(1, 17), unitPage, coming);
	expect(seen.goals.length).toBeGreaterThan(0);
	expect([seen.content, seen.managerGuide, seen.companionGuide]).toEqual([null, null, null]);
	const staff = await does(world.clara, after(1, 17), unitPage, coming);
	expect(staff.content?.template.sections.length).toBeGreaterThan(0);
	expect(staff.companionGuide).not.toBeNull();
	expect((await does(ann, after(1, 17), unitPage, { ...here, number: 4 })).managerGuide).not.toBeNull();
	const { units } = await does(ann, after(1, 17), unitList, here);
	expect(units.map(({ open, topics }) => open && topics.length === 3)).toEqual([true, true, ...Array(8).fill(false)]);
});

test('a new version of the house rules waits to be accepted', async () => {
	await database
		.insertInto('houseRules')
		.values({ communityId: world.communityId, version: 2, body: 'Wir bleiben freundlich.', publishedAt: after(1, 18) })
		.execute();
	expect((await week(ann, after(1, 19))).course?.houseRules).toBe(2);
});

test('while the course rests the coming unit is open and the page says until when', async () => {
	await database
		.insertInto('cohortPause')
		.values({ cohortId: world.cohortId, afterMeeting: 2, weeks: 1, createdAt: kickOff })
		.execute();
	const page = await week(ann, after(2, 24 * 3));
	expect(page.state).toMatchObject({ kind: 'pause', unit: 3 });
	await database.deleteFrom('cohortPause').execute();
});

const opensAt = new Date('2026-11-19T09:00:00Z');
const endsAt = new Date('2026-11-24T09:00:00Z');
const at = (day: string) => new Date(`${day}T12:00:00Z`);

test('after the last meeting the exam lies ahead, then runs, then the result is awaited', async () => {
	expect(await stateOf(ann, after(10, 1))).toEqual({ kind: 'before_exam', missed: false, opensAt: null });
	await examSat(world, { kind: 'main', opensAt, endsAt, candidates: [ann, ben] });
	expect(await stateOf(ann, after(10, 2))).toMatchObject({ kind: 'before_exam', opensAt });
	expect(await stateOf(ann, at('2026-11-20'))).toMatchObject({ kind: 'exam', endsAt });
	expect(await stateOf(eva, at('2026-11-20'))).toEqual({ kind: 'before_exam', missed: true, opensAt: null });
	expect(await stateOf(ann, at('2026-11-25'))).toEqual({ kind: 'awaiting_result', retake: false });
});

test('an extension moves the end for whom it was granted', async () => {
	const { id } = await database.selectFrom('exam').select('id').executeTakeFirstOrThrow();
	const later = at('2026-11-26');
	await database
		.insertInto('examExtension')
		.values({
			examId: id,
			userId: ben.userId,
			endsAt: later,
			reason: 'Krank',
			grantedBy: world.olga.userId,
			grantedAt: opensAt,
		})
		.execute();
	expect(await stateOf(ben, at('2026-11-25'))).toMatchObject({ kind: 'exam', endsAt: later });
});

test('who passed is told so, who failed has a retake open until it is used', async () => {
	const { id } = await database.selectFrom('exam').select('id').executeTakeFirstOrThrow();
	await resultsReleased(id, at('2026-12-10'), [
		[ann, true],
		[ben, false],
	]);
	expect(await stateOf(ann, at('2026-12-11'))).toMatchObject({ kind: 'passed' });
	expect(await stateOf(ben, at('2026-12-11'))).toMatchObject({ kind: 'failed', retakeOpen: true, retakeAt: null });
	const retakeAt = at('2027-01-12');
	const retake = await examSat(world, {
		kind: 'retake',
		opensAt: retakeAt,
		endsAt: at('2027-01-15'),
		candidates: [ben],
	});
	expect(await stateOf(ben, at('2026-12-20'))).toMatchObject({ kind: 'failed', retakeAt });
	expect(await stateOf(ben, at('2027-01-13'))).toMatchObject({ kind: 'exam', retake: true });
	await resultsReleased(retake, at('2027-01-25'), [[ben, true]]);
	expect(await stateOf(ben, at('2027-01-26'))).toMatchObject({ kind: 'passed' });
});

test('in the archive the page says how it went', async () => {
	await database
		.updateTable('community')
		.set({ archivedAt: at('2027-02-01'), phase: 'archived' })
		.where('id', '=', world.communityId)
		.execute();
	expect(await stateOf(ann, at('2027-02-02'))).toMatchObject({ kind: 'archived', passed: true });
	expect(await stateOf(eva, at('2027-02-02'))).toMatchObject({ kind: 'archived', passed: null });
});
