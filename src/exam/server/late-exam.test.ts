import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { lateExam } from '#exam/server/late-exam.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '../../../tests/cast.ts';
import { examSat, resultsReleased } from '../../../tests/exam-rows.ts';
import { cohortWorld } from '../../../tests/world.ts';

const now = new Date('2027-01-11T09:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const sittingOf = async (viewer: Viewer) => (await does(viewer, now, lateExam, {})).sitting;
const failedBy = async (viewer: Viewer, at = now) => (await does(viewer, at, lateExam, {})).failed;

test('after the course was closed, who has an exam ahead or its result to come is led to it, and nobody else', async () => {
	const world = await cohortWorld({ learners: 4 });
	const [ill, failed, passed, withdrawn] = world.learners;
	if (!ill || !failed || !passed || !withdrawn) throw new Error('too few learners');
	const sat = await examSat(world, {
		kind: 'main',
		opensAt: inDays(-60),
		endsAt: inDays(-57),
		candidates: world.learners,
	});
	await resultsReleased(sat, inDays(-40), [
		[failed, false],
		[passed, true],
	]);
	const retake = await examSat(world, {
		kind: 'retake',
		opensAt: inDays(7),
		endsAt: inDays(10),
		candidates: [failed, withdrawn],
	});
	const marking = await examSat(world, { kind: 'retake', opensAt: inDays(-7), endsAt: inDays(-4), candidates: [ill] });
	await database
		.updateTable('examCandidate')
		.set({ withdrawnAt: now, withdrawalDecidedAt: now, withdrawalGranted: true })
		.where('examId', '=', retake)
		.where('userId', '=', withdrawn.userId)
		.execute();
	// while the course goes on, its own page tells of the exam
	expect(await sittingOf(failed)).toBeNull();
	await database.updateTable('community').set({ archivedAt: now }).where('id', '=', world.communityId).execute();
	expect(await sittingOf(failed)).toBe(retake);
	expect(await sittingOf(ill)).toBe(marking);
	expect(await sittingOf(passed)).toBeNull();
	expect(await sittingOf(withdrawn)).toBeNull();
	await resultsReleased(marking, inDays(-1), [[ill, true]]);
	expect(await sittingOf(ill)).toBeNull();
});

test('who failed is led to the result for as long as a retake is open', async () => {
	const world = await cohortWorld({ learners: 4 });
	const [failed, twice, passed, gone] = world.learners;
	if (!failed || !twice || !passed || !gone) throw new Error('too few learners');
	const main = await examSat(world, {
		kind: 'main',
		opensAt: inDays(-60),
		endsAt: inDays(-57),
		candidates: world.learners,
	});
	await resultsReleased(main, inDays(-40), [
		[failed, false],
		[twice, false],
		[passed, false],
		[gone, false],
	]);
	expect(await failedBy(failed)).toBeNull();
	await database.updateTable('community').set({ archivedAt: now }).where('id', '=', world.communityId).execute();
	await database.updateTable('enrolment').set({ endedAt: now }).where('userId', '=', gone.userId).execute();
	expect(await failedBy(failed, inDays(-41))).toBeNull();
	expect(await failedBy(failed)).toBe(main);
	expect(await failedBy(twice)).toBe(main);
	expect(await failedBy(gone)).toBeNull();
	const retake = await examSat(world, {
		kind: 'retake',
		opensAt: inDays(-20),
		endsAt: inDays(-17),
		candidates: [failed, twice, passed],
	});
	await database
		.updateTable('examCandidate')
		.set({ withdrawnAt: now, withdrawalDecidedAt: now, withdrawalGranted: true })
		.where('examId', '=', retake)
		.where('userId', '=', failed.userId)
		.execute();
	await resultsReleased(retake, inDays(-10), [
		[failed, false],
		[twice, false],
		[passed, true],
	]);
	// withdrawing for cause uses nothing up, whatever was marked
	expect(await failedBy(failed)).toBe(main);
	expect(await failedBy(twice)).toBeNull();
	expect(await failedBy(passed)).toBeNull();
});
