import { ground } from '#community/server/standing.ts';

export const meetingGround = ground('meetingId', (db, id) =>
	db
		.selectFrom('meeting as m')
		.innerJoin('community as c', 'c.id', 'm.communityId')
		.leftJoin('cohort as k', 'k.communityId', 'c.id')
		.select(['c.organisationId', 'c.id as communityId', 'k.id as cohortId'])
		.where('m.id', '=', id)
		.executeTakeFirst(),
);

/** Who leads a meeting, and who may read of meetings. */
export const leaders = ['acting', 'companion', 'manager'] as const;
export const readers = ['member', 'observer', 'organiser', 'former'] as const;

/** Who takes a course’s attendance list along. */
export const sheetReaders = ['companion', 'organiser'] as const;
