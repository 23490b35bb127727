import { beforeAll, expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { communityGround, standing } from '#community/server/standing.ts';
import type { Place } from '#platform/server/verb.ts';
import type { Viewer } from '#platform/viewer.ts';
import { cohortWorld, meetingEnd, type World } from '../../../tests/world.ts';

let world: World;
let lea: Viewer;
let place: Place;
beforeAll(async () => {
	world = await cohortWorld({ learners: 2 });
	[lea] = world.learners as [Viewer, Viewer];
	const found = await communityGround.find(database, world.communityId);
	if (!found) throw new Error('no place');
	place = found;
	await database
		.insertInto('shift')
		.values({
			communityId: world.communityId,
			userId: lea.userId,
			unitNumber: 3,
			startsAt: meetingEnd(2),
			endsAt: meetingEnd(3),
			createdAt: meetingEnd(0),
		})
		.execute();
});
const rolesOf = async (viewer: Viewer | null, now: Date) => [...(await standing(database, viewer, now, place))].sort();

test('a shift gives the manager’s rights from the second it starts until the second the meeting is scheduled to end', async () => {
	const before = new Date(meetingEnd(2).getTime() - 1);
	const last = new Date(meetingEnd(3).getTime() - 1);
	expect(await rolesOf(lea, before)).not.toContain('acting');
	expect(await rolesOf(lea, meetingEnd(2))).toContain('acting');
	expect(await rolesOf(lea, last)).toContain('acting');
	expect(await rolesOf(lea, meetingEnd(3))).not.toContain('acting');
});
test('staff hold their roles while assigned, examiners see nothing of the community', async () => {
	expect(await rolesOf(world.clara, meetingEnd(1))).toEqual(['anyone', 'companion', 'member', 'person']);
	expect(await rolesOf(world.olga, meetingEnd(1))).toEqual(['anyone', 'observer', 'organiser', 'person']);
	expect(await rolesOf(world.edda, meetingEnd(1))).toEqual(['anyone', 'examiner', 'person']);
	await database
		.updateTable('staffAssignment')
		.set({ endedAt: meetingEnd(4) })
		.where('userId', '=', world.edda.userId)
		.execute();
	expect(await rolesOf(world.edda, meetingEnd(4))).toEqual(['anyone', 'person']);
});
test('a member of an archived community reads and no more', async () => {
	await database
		.updateTable('community')
		.set({ archivedAt: meetingEnd(10) })
		.where('id', '=', world.communityId)
		.execute();
	expect(await rolesOf(lea, meetingEnd(10))).toEqual(['anyone', 'former', 'learner', 'person']);
});
