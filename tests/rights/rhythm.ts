import { database } from '#platform/server/database.ts';
import { meetingEnd } from '../world.ts';
import type { RightsRows } from './rows.ts';

const formers = ['acting', 'companion', 'organiser'] as const;

export const rhythm: RightsRows = {
	verbs: {
		groupsPage: formers,
		proposeTables: formers,
		seatPerson: formers,
		seatCost: formers,
		fixGroups: formers,
		mergeLearningGroup: formers,
		keepPairApart: ['companion', 'organiser'],
		myGroup: ['learner'],
		shiftPlan: ['member', 'observer', 'organiser', 'companion', 'former'],
		shiftPage: ['learner', 'companion', 'organiser'],
		tickShiftTask: ['owner'],
		writeHandover: ['owner'],
		requestSwap: ['owner'],
		answerSwap: ['owner'],
		handOnShift: ['companion'],
	},
	routes: {
		'/c/[communityId]/groups': formers,
		'/c/[communityId]/group': ['learner'],
		'/c/[communityId]/shift': ['learner', 'companion', 'organiser'],
	},
	objects: async (world) => {
		const [lea, other] = world.learners;
		if (!lea || !other) throw new Error('too few learners');
		const shift = (userId: string, unitNumber: number) =>
			database
				.insertInto('shift')
				.values({
					communityId: world.communityId,
					userId,
					unitNumber,
					startsAt: meetingEnd(unitNumber - 1),
					endsAt: meetingEnd(unitNumber),
					createdAt: meetingEnd(0),
				})
				.returning('id')
				.executeTakeFirstOrThrow();
		const [mine, theirs] = [await shift(lea.userId, 8), await shift(other.userId, 9)];
		const swap = await database
			.insertInto('shiftSwap')
			.values({
				communityId: world.communityId,
				offeredShiftId: theirs.id,
				wantedShiftId: mine.id,
				requestedAt: meetingEnd(1),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		const group = await database
			.insertInto('learningGroup')
			.values({ cohortId: world.cohortId, unitNumber: 30, position: 0, name: 'Linde', formedAt: meetingEnd(1) })
			.returning('id')
			.executeTakeFirstOrThrow();
		await database
			.insertInto('learningGroupMember')
			.values({ learningGroupId: group.id, userId: lea.userId, joinedAt: meetingEnd(1) })
			.execute();
		return { shiftId: mine.id, swapId: swap.id, learningGroupId: group.id };
	},
};
