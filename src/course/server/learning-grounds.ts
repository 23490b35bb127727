import { sql } from 'kysely';
import { ground } from '#community/server/standing.ts';
import { settleHere } from '#course/server/settle.ts';

/** The community of a cohort as those see it who have applied and stand at its door: they own their place in it. */
export const weekGround = ground(
	'communityId',
	(db, id) =>
		db
			.selectFrom('cohort as k')
			.select(['k.organisationId', 'k.communityId', 'k.id as cohortId'])
			.select(
				sql<string[]>`array(select a.user_id from application a where a.cohort_id = k.id and a.user_id is not null
					and a.state in ('received', 'waitlisted', 'offered', 'accepted'))`.as('owners'),
			)
			.where('k.communityId', '=', id)
			.executeTakeFirst(),
	settleHere,
);

/** Owned by the present members of the learning group, or by the one person who writes it. */
export const submissionGround = ground(
	'submissionId',
	(db, id) =>
		db
			.selectFrom('submission as s')
			.innerJoin('cohort as k', 'k.id', 's.cohortId')
			.select(['k.organisationId', 'k.communityId', 'k.id as cohortId'])
			.select(
				sql<string[]>`array(select user_id from learning_group_member
					where learning_group_id = s.learning_group_id and left_at is null
					union select s.user_id where s.user_id is not null)`.as('owners'),
			)
			.where('s.id', '=', id)
			.executeTakeFirst(),
	settleHere,
);

/** Owned by whom it is meant for: one person, or the present members of a group. */
export const recommendationGround = ground('recommendationId', (db, id) =>
	db
		.selectFrom('recommendation as r')
		.innerJoin('cohort as k', 'k.id', 'r.cohortId')
		.select(['k.organisationId', 'k.communityId', 'k.id as cohortId'])
		.select(
			sql<string[]>`array(select user_id from learning_group_member
				where learning_group_id = r.learning_group_id and left_at is null
				union select r.user_id where r.user_id is not null)`.as('owners'),
		)
		.where('r.id', '=', id)
		.executeTakeFirst(),
);

/** Owned by whose learning time it is. */
export const timeEntryGround = ground('timeEntryId', (db, id) =>
	db
		.selectFrom('timeEntry as t')
		.innerJoin('cohort as k', 'k.id', 't.cohortId')
		.select(['k.organisationId', 'k.communityId', 'k.id as cohortId', sql<string[]>`array[t.user_id]`.as('owners')])
		.where('t.id', '=', id)
		.executeTakeFirst(),
);

/** Owned by whom the exception is for. */
export const exceptionGround = ground(
	'exceptionId',
	(db, id) =>
		db
			.selectFrom('requirementException as x')
			.innerJoin('cohort as k', 'k.id', 'x.cohortId')
			.select(['k.organisationId', 'k.communityId', 'k.id as cohortId', sql<string[]>`array[x.user_id]`.as('owners')])
			.where('x.id', '=', id)
			.executeTakeFirst(),
	settleHere,
);
