import { expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { planRotation } from '#course/rules/rotation.ts';
import { endLearnerEnrolment, leaveCohort } from '#course/server/leaving.ts';
import { does } from '../../../tests/cast.ts';
import { cohortWorld, meetingEnd, type World } from '../../../tests/world.ts';

/** In the middle of unit 3. */
const wednesday = new Date('2026-09-23T10:00:00Z');

async function rotationIn({ communityId, learners }: World): Promise<void> {
	const plan = planRotation(
		learners.map(({ userId }) => userId),
		10,
		1,
	);
	for (const [index, acting] of plan.entries())
		for (const userId of acting)
			await database
				.insertInto('shift')
				.values({
					communityId,
					userId,
					unitNumber: index + 1,
					startsAt: meetingEnd(index),
					endsAt: meetingEnd(index + 1),
					createdAt: meetingEnd(0),
				})
				.execute();
}

const shiftsIn = ({ communityId }: World) =>
	database
		.selectFrom('shift')
		.select(['userId', 'unitNumber', 'startsAt', 'endsAt'])
		.where('communityId', '=', communityId)
		.where('removedAt', 'is', null)
		.orderBy('unitNumber')
		.execute();

test('the shifts of someone who leaves go to others; shifts of the past stay, a running one ends at once', async () => {
	const world = await cohortWorld({ learners: 16 });
	await rotationIn(world);
	const before = await shiftsIn(world);
	const running = before.find(({ unitNumber }) => unitNumber === 3);
	const leaver = world.learners.find(({ userId }) => userId === running?.userId);
	if (!leaver) throw new Error('nobody acts in unit 3');
	await does(leaver, wednesday, leaveCohort, { cohortId: world.cohortId });
	const after = await shiftsIn(world);
	expect(after.filter(({ unitNumber }) => Number(unitNumber) < 3)).toEqual(
		before.filter(({ unitNumber }) => Number(unitNumber) < 3),
	);
	const ended = after.filter(({ userId }) => userId === leaver.userId).at(-1);
	expect(ended).toMatchObject({ unitNumber: 3, endsAt: wednesday });
	for (let unit = 4; unit <= 10; unit++) {
		const acting = after.filter(({ unitNumber }) => unitNumber === unit);
		expect(acting.length).toBeGreaterThanOrEqual(2);
		for (const { startsAt, endsAt } of acting)
			expect([startsAt, endsAt]).toEqual([meetingEnd(unit - 1), meetingEnd(unit)]);
	}
});

test('whoever leaves is out of the group of the running unit and stays in those of the past', async () => {
	const world = await cohortWorld({ learners: 4 });
	await database.updateTable('cohort').set({ unitsOpened: 3 }).where('id', '=', world.cohortId).execute();
	const [leaver] = world.learners;
	if (!leaver) throw new Error('no learner');
	for (const unitNumber of [2, 3]) {
		const group = await database
			.insertInto('learningGroup')
			.values({ cohortId: world.cohortId, unitNumber, position: 1, name: 'Linde', formedAt: meetingEnd(unitNumber) })
			.returning('id')
			.executeTakeFirstOrThrow();
		await database
			.insertInto('learningGroupMember')
			.values({ learningGroupId: group.id, userId: leaver.userId, joinedAt: meetingEnd(unitNumber) })
			.execute();
	}
	await does(leaver, wednesday, leaveCohort, { cohortId: world.cohortId });
	const memberships = await database
		.selectFrom('learningGroupMember as m')
		.innerJoin('learningGroup as g', 'g.id', 'm.learningGroupId')
		.select(['g.unitNumber', 'm.leftAt'])
		.where('m.userId', '=', leaver.userId)
		.orderBy('g.unitNumber')
		.execute();
	expect(memberships).toEqual([
		{ unitNumber: 2, leftAt: null },
		{ unitNumber: 3, leftAt: wednesday },
	]);
});

test('an organiser ends an enrolment for a reason, a companion cannot', async () => {
	const world = await cohortWorld({ learners: 3 });
	const [lea] = world.learners;
	const end = { cohortId: world.cohortId, userId: lea?.userId, reason: 'Schwerer Verstoß, angehört am 21. September' };
	await expect(does(world.clara, wednesday, endLearnerEnrolment, end)).rejects.toMatchObject({ status: 403 });
	await does(world.olga, wednesday, endLearnerEnrolment, end);
	const kept = await database
		.selectFrom('audit')
		.select('detail')
		.where('action', '=', 'enrolment_ended')
		.where('cohortId', '=', world.cohortId)
		.executeTakeFirstOrThrow();
	expect(kept.detail).toEqual({ reason: end.reason });
});
