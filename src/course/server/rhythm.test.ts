import { beforeEach, expect, test } from 'vitest';
import { announceAbsence } from '#events/server/absences.ts';
import { standing } from '#community/server/standing.ts';
import { fixGroups } from '#course/server/forming.ts';
import { groupsPage, myGroup } from '#course/server/groups-page.ts';
import { mergeLearningGroup } from '#course/server/merging.ts';
import { keepPairApart, seatCost, seatPerson } from '#course/server/seating.ts';
import { groupsOf } from '#course/server/groups.ts';
import { endLearnerEnrolment } from '#course/server/leaving.ts';
import { settleCohort } from '#course/server/settle.ts';
import { answerSwap, handOnShift, requestSwap, shiftPlan, writeHandover } from '#course/server/shift-verbs.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '../../../tests/cast.ts';
import { cohortWorld, meetingEnd, meetingStart, type World } from '../../../tests/world.ts';

let world: World;
beforeEach(async () => {
	world = await cohortWorld({ learners: 16 });
	await database
		.updateTable('cohort')
		.set({ dueAt: new Date('2026-08-01T00:00:00Z') })
		.where('id', '=', world.cohortId)
		.execute();
});
const at = { communityId: '' };
const here = () => ({ ...at, communityId: world.communityId });
const sizes = async (unit: number) =>
	(await groupsOf(database, world.cohortId, unit)).map((group) => group.members.length);
const shiftsOf = async (now: Date) => (await does(world.clara, now, shiftPlan, here())).shifts;
const viewerOf = (userId: string): Viewer => {
	const found = world.learners.find((one) => one.userId === userId);
	if (!found) throw new Error('no such learner');
	return found;
};

test('if nobody formed groups, they stand at the scheduled end of the meeting, for everyone not excused for the whole unit', async () => {
	const [lea] = world.learners as [Viewer];
	await does(lea, meetingStart(0), announceAbsence, {
		...here(),
		fromDate: '2026-09-07',
		toDate: '2026-09-14',
		wholeUnit: true,
		unitNumber: 1,
	});
	await settleCohort(world.cohortId, new Date(meetingEnd(0).getTime() - 1));
	expect(await sizes(1)).toEqual([]);
	await settleCohort(world.cohortId, meetingEnd(0));
	expect(await sizes(1)).toEqual([4, 4, 4, 3]);
	expect((await does(lea, meetingEnd(0), myGroup, here())).group).toBeNull();
});

test('groups fixed at the meeting stay; after the unit has begun they are formed for the next', async () => {
	await does(world.clara, meetingStart(0), fixGroups, here());
	const before = await groupsOf(database, world.cohortId, 1);
	await settleCohort(world.cohortId, meetingEnd(0));
	expect(await groupsOf(database, world.cohortId, 1)).toEqual(before);
	expect((await does(world.clara, meetingEnd(0), groupsPage, here())).unitNumber).toBe(2);
});

test('ten weeks of groups settle one after the other, and cost little more than the bound', async () => {
	await settleCohort(world.cohortId, meetingEnd(10));
	for (let unit = 1; unit <= 11; unit++) expect(await sizes(unit)).toEqual([4, 4, 4, 4]);
	const { rows } = {
		rows: await database
			.selectFrom('learningGroup')
			.select('unitNumber')
			.where('cohortId', '=', world.cohortId)
			.execute(),
	};
	expect(rows).toHaveLength(44);
});

test('a pair kept apart is not seated together, by the rule or by hand', async () => {
	const [one, two] = world.learners as [Viewer, Viewer];
	await does(world.clara, meetingStart(0), keepPairApart, { ...here(), firstId: one.userId, secondId: two.userId });
	const page = await does(world.clara, meetingStart(0), groupsPage, here());
	const table = page.tables.findIndex((people) => people.includes(two.userId));
	expect(page.tables[table]).not.toContain(one.userId);
	await expect(
		does(world.clara, meetingStart(0), seatPerson, { ...here(), userId: one.userId, table, version: page.version }),
	).rejects.toMatchObject({ code: 'kept_apart' });
});

test('two who move people at once do not undo each other unseen', async () => {
	const page = await does(world.clara, meetingStart(0), groupsPage, here());
	const [first, second] = [page.tables[0]?.[0] ?? '', page.tables[1]?.[0] ?? ''];
	const moves = await Promise.allSettled([
		does(world.clara, meetingStart(0), seatPerson, { ...here(), userId: first, table: 1, version: page.version }),
		does(world.carl, meetingStart(0), seatPerson, { ...here(), userId: second, table: 2, version: page.version }),
	]);
	expect(moves.map((move) => move.status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a change has its price before it is made, and looking at it changes nothing', async () => {
	const before = await does(world.clara, meetingStart(3), groupsPage, here());
	const [userId, swapWith] = [before.tables[0]?.[0], before.tables[1]?.[0]];
	const change = { ...here(), userId, swapWith, version: before.version };
	const price = await does(world.clara, meetingStart(3), seatCost, change);
	expect(price).toMatchObject({ userId, swapWith, table: null });
	expect(await does(world.clara, meetingStart(3), groupsPage, here())).toEqual(before);
	const made = await does(world.clara, meetingStart(3), seatPerson, change);
	const after = await does(world.clara, meetingStart(3), groupsPage, here());
	expect(made.costChange).toBe(price.costChange);
	expect(after.cost - before.cost).toBe(price.costChange);
	await expect(does(world.clara, meetingStart(3), seatCost, change)).rejects.toMatchObject({
		code: 'tables_changed_meanwhile',
	});
});

test('a group that falls below three is shown and joined to another, and both drafts are kept', async () => {
	await settleCohort(world.cohortId, meetingEnd(0));
	const [group, other] = await groupsOf(database, world.cohortId, 1);
	if (!group || !other) throw new Error('no groups');
	for (const member of group.members.slice(0, 2))
		await does(world.olga, meetingEnd(0), endLearnerEnrolment, {
			cohortId: world.cohortId,
			userId: member.userId,
			reason: 'Hat abgesagt, neue Stelle.',
		});
	const page = await does(world.clara, meetingEnd(0), groupsPage, here());
	expect(page.current.map((one) => one.tooSmall)).toContain(true);
	const { into } = await does(world.clara, meetingEnd(0), mergeLearningGroup, { learningGroupId: group.id });
	expect((await groupsOf(database, world.cohortId, 1)).find((one) => one.id === into)?.members).toHaveLength(6);
	await expect(
		does(world.clara, meetingEnd(0), mergeLearningGroup, { learningGroupId: group.id }),
	).rejects.toMatchObject({ code: 'group_merged_already' });
});

test('two or three lead each unit, everyone at least once, and all as often as each other', async () => {
	await settleCohort(world.cohortId, meetingEnd(0));
	const shifts = await shiftsOf(meetingEnd(0));
	const perUnit = Array.from(
		{ length: 10 },
		(_, index) => shifts.filter((shift) => shift.unitNumber === index + 1).length,
	);
	expect(perUnit.every((count) => count === 2 || count === 3)).toBe(true);
	const loads = world.learners.map((learner) => shifts.filter((shift) => shift.userId === learner.userId).length);
	expect(Math.min(...loads)).toBeGreaterThanOrEqual(1);
	expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
	expect(shifts[0]).toMatchObject({ startsAt: meetingEnd(0), endsAt: meetingEnd(1) });
});

test('a swap needs both, and both lead where the other would have', async () => {
	await settleCohort(world.cohortId, meetingEnd(0));
	const shifts = await shiftsOf(meetingEnd(0));
	const offered = shifts.find((shift) => shift.unitNumber === 5);
	const inFive = shifts.filter((shift) => shift.unitNumber === 5).map((shift) => shift.userId);
	const wanted = shifts.find((shift) => shift.unitNumber === 7 && !inFive.includes(shift.userId));
	if (!offered || !wanted) throw new Error('no shifts');
	const { swapId } = await does(viewerOf(offered.userId), meetingEnd(0), requestSwap, {
		shiftId: offered.id,
		wantedShiftId: wanted.id,
	});
	await expect(
		does(viewerOf(offered.userId), meetingEnd(0), answerSwap, { swapId, accepted: true }),
	).rejects.toMatchObject({ status: 403 });
	const answers = await Promise.allSettled(
		[1, 2].map(() => does(viewerOf(wanted.userId), meetingEnd(0), answerSwap, { swapId, accepted: true })),
	);
	expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
	const after = await shiftsOf(meetingEnd(0));
	expect(after.filter((shift) => shift.unitNumber === 7).map((shift) => shift.userId)).toContain(offered.userId);
	expect(after.filter((shift) => shift.unitNumber === 5).map((shift) => shift.userId)).toContain(wanted.userId);
});

test('a shift handed on gives the rights to the other in the same second', async () => {
	await settleCohort(world.cohortId, meetingEnd(1));
	const [shift] = (await shiftsOf(meetingEnd(1))).filter((one) => one.unitNumber === 2);
	if (!shift) throw new Error('no shift');
	const heir = world.learners.find((one) => one.userId !== shift.userId && !shift.name.startsWith(one.name)) as Viewer;
	const inUnit = (await shiftsOf(meetingEnd(1))).filter((one) => one.unitNumber === 2).map((one) => one.userId);
	const free = world.learners.find((one) => !inUnit.includes(one.userId)) ?? heir;
	const now = new Date(meetingEnd(1).getTime() + 3_600_000);
	await does(world.clara, now, handOnShift, {
		shiftId: shift.id,
		userId: free.userId,
		reason: 'Krank seit heute früh.',
	});
	const place = { organisationId: null, communityId: world.communityId, cohortId: world.cohortId, owners: [] };
	expect([...(await standing(database, free, now, place))]).toContain('acting');
	expect([...(await standing(database, viewerOf(shift.userId), now, place))]).not.toContain('acting');
});

test('whoever leaves takes no shift along: it passes to those with the fewest', async () => {
	await settleCohort(world.cohortId, meetingEnd(0));
	const [leaver] = world.learners as [Viewer];
	await does(world.olga, meetingEnd(0), endLearnerEnrolment, {
		cohortId: world.cohortId,
		userId: leaver.userId,
		reason: 'Hat abgesagt, neue Stelle.',
	});
	const shifts = (await shiftsOf(meetingEnd(0))).filter((shift) => shift.startsAt > meetingEnd(0));
	expect(shifts.map((shift) => shift.userId)).not.toContain(leaver.userId);
	for (let unit = 2; unit <= 10; unit++)
		expect(shifts.filter((shift) => shift.unitNumber === unit).length).toBeGreaterThanOrEqual(2);
});

test('a handover note is written from the beginning of the shift on', async () => {
	await settleCohort(world.cohortId, meetingEnd(0));
	const shift = (await shiftsOf(meetingEnd(0))).find((one) => one.unitNumber === 2);
	if (!shift) throw new Error('no shift');
	const note = { shiftId: shift.id, note: 'Die Frage nach den Gästen ist noch offen, sonst ist alles geklärt.' };
	await expect(does(viewerOf(shift.userId), meetingEnd(0), writeHandover, note)).rejects.toMatchObject({
		code: 'shift_not_begun',
	});
	await does(viewerOf(shift.userId), meetingEnd(2), writeHandover, note);
});
