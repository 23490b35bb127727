import type { Ground } from '#platform/server/verb.ts';
import { ground } from '#community/server/standing.ts';
import { settleHere } from '#course/server/settle.ts';

export const cohortGround: Ground = ground(
	'cohortId',
	(db, id) =>
		db
			.selectFrom('cohort')
			.select(['organisationId', 'communityId', 'id as cohortId'])
			.where('id', '=', id)
			.executeTakeFirst(),
	settleHere,
);

/** An application belongs to its applicant, once there is a person for the address. */
export const applicationGround: Ground = ground(
	'applicationId',
	async (db, id) => {
		const found = await db
			.selectFrom('application as a')
			.innerJoin('cohort as k', 'k.id', 'a.cohortId')
			.select(['k.organisationId', 'k.communityId', 'k.id as cohortId', 'a.userId'])
			.where('a.id', '=', id)
			.executeTakeFirst();
		return found && { ...found, owners: found.userId ? [found.userId] : [] };
	},
	settleHere,
);
