import { sql } from 'kysely';
import { ground, unchanging } from '#community/server/standing.ts';

export const spaceGround = ground('spaceId', (db, id) =>
	db
		.selectFrom('space as s')
		.innerJoin('community as c', 'c.id', 's.communityId')
		.leftJoin('cohort as k', 'k.communityId', 'c.id')
		.select(['c.organisationId', 'c.id as communityId', 'k.id as cohortId'])
		.where('s.id', '=', id)
		.executeTakeFirst(),
);

/** Owned by who started it. A thread neither leaves its community nor changes its owner. */
export const threadGround = ground(
	'threadId',
	unchanging((db, id) =>
		db
			.selectFrom('thread as t')
			.innerJoin('community as c', 'c.id', 't.communityId')
			.leftJoin('cohort as k', 'k.communityId', 'c.id')
			.select([
				'c.organisationId',
				'c.id as communityId',
				'k.id as cohortId',
				sql<string[]>`array[t.author_id]`.as('owners'),
			])
			.where('t.id', '=', id)
			.executeTakeFirst(),
	),
);

/** Owned by its author. */
export const postGround = ground('postId', (db, id) =>
	db
		.selectFrom('post as p')
		.innerJoin('community as c', 'c.id', 'p.communityId')
		.leftJoin('cohort as k', 'k.communityId', 'c.id')
		.select([
			'c.organisationId',
			'c.id as communityId',
			'k.id as cohortId',
			sql<string[]>`array[p.author_id]`.as('owners'),
		])
		.where('p.id', '=', id)
		.executeTakeFirst(),
);

export const flagGround = ground('flagId', (db, id) =>
	db
		.selectFrom('flag as f')
		.innerJoin('community as c', 'c.id', 'f.communityId')
		.leftJoin('cohort as k', 'k.communityId', 'c.id')
		.select(['c.organisationId', 'c.id as communityId', 'k.id as cohortId'])
		.where('f.id', '=', id)
		.executeTakeFirst(),
);

/** Owned by nobody, as far as anyone can tell: whoever asked is known by a mark. */
export const unnamedGround = ground('questionId', (db, id) =>
	db
		.selectFrom('unnamedQuestion as q')
		.innerJoin('community as c', 'c.id', 'q.communityId')
		.leftJoin('cohort as k', 'k.communityId', 'c.id')
		.select(['c.organisationId', 'c.id as communityId', 'k.id as cohortId'])
		.where('q.id', '=', id)
		.executeTakeFirst(),
);
