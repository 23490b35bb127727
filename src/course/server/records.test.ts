import { beforeAll, expect, test } from 'vitest';
import type { Viewer } from '#platform/viewer.ts';
import { decideException, grantException, requestException } from '#course/server/exceptions.ts';
import { learnerRecord, learnerRecords, ownRecords } from '#course/server/records.ts';
import { does } from '../../../tests/cast.ts';
import { examSat } from '../../../tests/exam-rows.ts';
import { after, courseWorld, learnerOf } from '../../../tests/learning.ts';
import type { World } from '../../../tests/world.ts';

/** After the last meeting, before counting ends. */
const now = after(10, 2);
const reasons = 'Ich lag zwei Wochen im Krankenhaus und konnte nicht teilnehmen.';
let world: World;
let ann: Viewer;
beforeAll(async () => {
	world = await courseWorld(4);
	ann = learnerOf(world, 0);
}, 60_000);

const here = () => ({ communityId: world.communityId });
const own = (viewer: Viewer, at = now) => does(viewer, at, ownRecords, here());
const recordOf = (viewer: Viewer, learner: Viewer, at = now) =>
	does(viewer, at, learnerRecord, { ...here(), userId: learner.userId });
const ask = (viewer: Viewer, requirement: string) =>
	does(viewer, now, requestException, { ...here(), requirement, words: reasons });
const asked = async (viewer: Viewer, requirement: string) =>
	(await own(viewer)).exceptions.find((each) => each.requirement === requirement);

test('a learner sees what is missing for the exam, by which rule, and until when it counts', async () => {
	const records = await own(ann);
	expect(records.standing.unmet).toContain('artefacts');
	expect(records.standing.status.find(({ requirement }) => requirement === 'meetings')).toMatchObject({
		have: 0,
		need: 7,
		missing: 7,
		state: 'out_of_reach',
	});
	expect(records.rules.meetings).toMatchObject({ needed: 7, of: 10, minutes: 60 });
	expect(records.countingEnds).toEqual(after(10, 24));
	expect(records.mayAsk).toBe(true);
	expect(records.meetings).toHaveLength(11);
});

test('looking at somebody’s record is noted once a day for each purpose, and that person sees it', async () => {
	for (const hours of [2, 3]) await recordOf(world.clara, ann, after(10, hours));
	await does(world.clara, now, learnerRecords, here());
	const accesses = (await own(ann)).accesses.filter(({ name }) => name === 'Clara');
	expect(accesses.map(({ purpose }) => purpose).sort()).toEqual(['course_record', 'requirements']);
	await recordOf(world.clara, ann, after(10, 30));
	expect((await own(ann, after(10, 30))).accesses.filter(({ purpose }) => purpose === 'course_record')).toHaveLength(2);
	expect((await own(ann)).accesses.some(({ name }) => name === ann.name)).toBe(false);
});

test('an exception that is granted stands with its reason, one that is refused as well', async () => {
	await ask(ann, 'meetings');
	await ask(ann, 'shifts');
	await expect(ask(ann, 'meetings')).rejects.toMatchObject({ code: 'exception_pending', field: 'requirement' });
	const { requests } = await does(world.olga, now, learnerRecords, here());
	expect(requests.map(({ name, requirement }) => [name, requirement])).toEqual([
		[ann.name, 'meetings'],
		[ann.name, 'shifts'],
	]);
	const decide = (requirement: string, granted: string, reason: string) =>
		does(world.olga, now, decideException, {
			exceptionId: requests.find((each) => each.requirement === requirement)?.id,
			granted,
			reason,
		});
	await decide('meetings', 'true', 'Das Attest liegt mir vor.');
	await decide('shifts', 'false', 'Eine Schicht lässt sich noch nachholen.');
	expect(await asked(ann, 'meetings')).toMatchObject({ granted: true, reason: 'Das Attest liegt mir vor.' });
	expect(await asked(ann, 'shifts')).toMatchObject({
		granted: false,
		reason: 'Eine Schicht lässt sich noch nachholen.',
	});
	expect((await own(ann)).standing.excepted).toEqual(['meetings']);
	expect((await does(world.olga, now, learnerRecords, here())).requests).toEqual([]);
});

test('why somebody asked is for the organiser only', async () => {
	const organiser = await recordOf(world.olga, ann);
	expect(organiser.exceptions[0]).toMatchObject({ words: reasons });
	const companion = await recordOf(world.clara, ann);
	expect(companion.exceptions).toHaveLength(2);
	expect(JSON.stringify(companion)).not.toContain('Krankenhaus');
	expect(JSON.stringify(companion)).not.toContain('Attest');
	expect(companion.mayDecide).toBe(false);
	expect((await does(world.clara, now, learnerRecords, here())).requests).toEqual([]);
});

test('the organiser grants an exception to somebody who did not ask', async () => {
	const ben = learnerOf(world, 1);
	await does(world.olga, now, grantException, {
		...here(),
		userId: ben.userId,
		requirement: 'artefacts',
		reason: 'Die Gruppe hat ihn irrtümlich nicht eingetragen.',
	});
	expect((await own(ben)).standing.excepted).toEqual(['artefacts']);
});

test('once the exam has opened nobody asks and nobody grants any more', async () => {
	await examSat(world, { kind: 'main', opensAt: after(10, 48), endsAt: after(10, 120), candidates: [] });
	expect((await own(ann, after(10, 47))).mayAsk).toBe(true);
	expect((await own(ann, after(10, 49))).mayAsk).toBe(false);
	expect((await does(world.olga, after(10, 49), learnerRecords, here())).mayDecide).toBe(false);
	expect((await recordOf(world.olga, ann, after(10, 49))).mayDecide).toBe(false);
});
