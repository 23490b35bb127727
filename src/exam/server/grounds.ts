import { sql } from 'kysely';
import { ground } from '#community/server/standing.ts';
import { settleCohort } from '#course/server/settle.ts';
import { notLocked } from '#exam/server/locked.ts';
import { settleDueExams, settleExamsOf } from '#exam/server/settle.ts';
import { here } from '#platform/server/here.ts';
import type { Ground, Place } from '#platform/server/verb.ts';

const settle = async (place: Place, now: Date): Promise<void> => {
	if (!place.cohortId) return;
	await settleCohort(place.cohortId, now);
	await settleExamsOf(place.cohortId, now);
};

/** What is one's own in several exams at once: every exam is brought up to date before it is looked at. */
export const ownDesk: Ground = { ...here, settle: (_place, now) => settleDueExams(now) };

/** A cohort with what has fallen due in its course and in its exams. */
export const examinedCohortGround = ground(
	'cohortId',
	(db, id) =>
		db
			.selectFrom('cohort')
			.select(['organisationId', 'communityId', 'id as cohortId'])
			.where('id', '=', id)
			.executeTakeFirst(),
	settle,
);

export const caseGround = ground('caseId', (db, id) =>
	db
		.selectFrom('examCase')
		.select(['organisationId', sql<null>`null`.as('communityId')])
		.where('id', '=', id)
		.executeTakeFirst(),
);

/** Owned by its candidates, those from other cohorts included. */
export const examGround = ground(
	'examId',
	(db, id) =>
		db
			.selectFrom('exam as e')
			.innerJoin('cohort as k', 'k.id', 'e.cohortId')
			.select([
				'k.organisationId',
				'k.communityId',
				'k.id as cohortId',
				sql<string[]>`array(select c.user_id from exam_candidate c where c.exam_id = e.id)`.as('owners'),
			])
			.where('e.id', '=', id)
			.executeTakeFirst(),
	settle,
);

/** Owned by those who write it; whoever withdrew for cause no longer does. */
export const paperGround = ground(
	'paperId',
	(db, id) =>
		db
			.selectFrom('paper as p')
			.innerJoin('exam as e', 'e.id', 'p.examId')
			.innerJoin('cohort as k', 'k.id', 'e.cohortId')
			.select([
				'k.organisationId',
				'k.communityId',
				'k.id as cohortId',
				sql<string[]>`array(select c.user_id from exam_candidate c where c.exam_id = p.exam_id
					and c.withdrawal_granted is not true
					and (c.user_id = p.user_id or c.learning_group_id = p.learning_group_id))`.as('owners'),
			])
			.where('p.id', '=', id)
			.executeTakeFirst(),
	settle,
);

/** Owned by the examiner to whom it is assigned, as long as it is. */
export const markingGround = ground(
	'markingId',
	(db, id) =>
		db
			.selectFrom('marking as g')
			.innerJoin('paper as p', 'p.id', 'g.paperId')
			.innerJoin('exam as e', 'e.id', 'p.examId')
			.innerJoin('cohort as k', 'k.id', 'e.cohortId')
			.select([
				'k.organisationId',
				'k.communityId',
				'k.id as cohortId',
				sql<string[]>`array(select g.examiner_id where g.ended_at is null and ${notLocked(sql`p.user_id`)})`.as(
					'owners',
				),
			])
			.where('g.id', '=', id)
			.executeTakeFirst(),
	settle,
);

/** Owned by the person whose result it is. */
export const examResultGround = ground(
	'examResultId',
	(db, id) =>
		db
			.selectFrom('examResult as r')
			.innerJoin('exam as e', 'e.id', 'r.examId')
			.innerJoin('cohort as k', 'k.id', 'e.cohortId')
			.select(['k.organisationId', 'k.communityId', 'k.id as cohortId', sql<string[]>`array[r.user_id]`.as('owners')])
			.where('r.id', '=', id)
			.executeTakeFirst(),
	settle,
);

/** Owned by the examiner who decides it. */
export const objectionGround = ground(
	'objectionId',
	(db, id) =>
		db
			.selectFrom('objection as o')
			.innerJoin('examResult as r', 'r.id', 'o.examResultId')
			.innerJoin('exam as e', 'e.id', 'r.examId')
			.innerJoin('cohort as k', 'k.id', 'e.cohortId')
			.select([
				'k.organisationId',
				'k.communityId',
				'k.id as cohortId',
				sql<string[]>`array(select o.examiner_id where o.examiner_id is not null and ${notLocked(sql`o.user_id`)})`.as(
					'owners',
				),
			])
			.where('o.id', '=', id)
			.executeTakeFirst(),
	settle,
);

/** Owned by whoever is under suspicion: one author, or all of a group. */
export const hearingGround = ground(
	'hearingId',
	(db, id) =>
		db
			.selectFrom('hearing as h')
			.innerJoin('paper as p', 'p.id', 'h.paperId')
			.innerJoin('exam as e', 'e.id', 'p.examId')
			.innerJoin('cohort as k', 'k.id', 'e.cohortId')
			.select([
				'k.organisationId',
				'k.communityId',
				'k.id as cohortId',
				sql<string[]>`array(select c.user_id from exam_candidate c where c.exam_id = p.exam_id
					and (c.user_id = h.user_id or (h.user_id is null
						and (c.user_id = p.user_id or c.learning_group_id = p.learning_group_id))))`.as('owners'),
			])
			.where('h.id', '=', id)
			.executeTakeFirst(),
	settle,
);
