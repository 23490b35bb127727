import { sql } from 'kysely';
import { ground } from '#community/server/standing.ts';

/** Owned by its holder. */
export const certificateGround = ground('certificateId', (db, id) =>
	db
		.selectFrom('certificate as z')
		.innerJoin('cohort as k', 'k.id', 'z.cohortId')
		.select(['k.organisationId', 'k.communityId', 'k.id as cohortId', sql<string[]>`array[z.user_id]`.as('owners')])
		.where('z.id', '=', id)
		.executeTakeFirst(),
);
