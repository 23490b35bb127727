import { sql } from 'kysely';
import { communityGround, ground } from '#community/server/standing.ts';
import { settleHere } from '#course/server/settle.ts';

/** A community that has a course. */
export const courseCommunityGround = ground(
	'communityId',
	async (db, id) => {
		const found = await communityGround.find(db, id);
		return found?.cohortId ? { ...found, owners: [] } : undefined;
	},
	settleHere,
);

/** Owned by its present members. */
export const learningGroupGround = ground(
	'learningGroupId',
	(db, id) =>
		db
			.selectFrom('learningGroup as g')
			.innerJoin('cohort as k', 'k.id', 'g.cohortId')
			.select(['k.organisationId', 'k.communityId', 'k.id as cohortId'])
			.select(
				sql<
					string[]
				>`array(select user_id from learning_group_member where learning_group_id = g.id and left_at is null)`.as(
					'owners',
				),
			)
			.where('g.id', '=', id)
			.executeTakeFirst(),
	settleHere,
);

/** Owned by who holds it. */
export const shiftGround = ground(
	'shiftId',
	(db, id) =>
		db
			.selectFrom('shift as s')
			.innerJoin('cohort as k', 'k.communityId', 's.communityId')
			.select(['k.organisationId', 'k.communityId', 'k.id as cohortId', sql<string[]>`array[s.user_id]`.as('owners')])
			.where('s.id', '=', id)
			.executeTakeFirst(),
	settleHere,
);

/** Owned by who holds the wanted shift: that person answers. */
export const swapGround = ground(
	'swapId',
	(db, id) =>
		db
			.selectFrom('shiftSwap as w')
			.innerJoin('shift as s', 's.id', 'w.wantedShiftId')
			.innerJoin('cohort as k', 'k.communityId', 'w.communityId')
			.select(['k.organisationId', 'k.communityId', 'k.id as cohortId', sql<string[]>`array[s.user_id]`.as('owners')])
			.where('w.id', '=', id)
			.executeTakeFirst(),
	settleHere,
);
