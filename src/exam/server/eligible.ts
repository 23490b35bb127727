import type { Kysely } from 'kysely';
import { nextAttempt, type MarkingRules } from '#exam/rules/marking.ts';
import { attemptsOf, noAttempts } from '#exam/server/attempts.ts';
import type { DB } from '#platform/server/schema.ts';

/** Enrolled learners of a cohort with what was frozen about them; none before eligibility is frozen. */
export async function frozenLearners(db: Kysely<DB>, cohortId: string) {
	return db
		.selectFrom('eligibility as f')
		.innerJoin('enrolment as n', (join) =>
			join.onRef('n.cohortId', '=', 'f.cohortId').onRef('n.userId', '=', 'f.userId'),
		)
		.innerJoin('user as u', 'u.id', 'f.userId')
		.select(['f.userId', 'u.name', 'f.eligible', 'f.frozenAt'])
		.where('f.cohortId', '=', cohortId)
		.where('n.endedAt', 'is', null)
		.orderBy('u.name')
		.execute();
}

/** When a cohort's eligibility was frozen; null before. */
export async function frozenAt(db: Kysely<DB>, cohortId: string): Promise<Date | null> {
	const { at } = await db
		.selectFrom('eligibility')
		.select((e) => e.fn.max('frozenAt').as('at'))
		.where('cohortId', '=', cohortId)
		.executeTakeFirstOrThrow();
	return at;
}

/** Eligible learners who may sit a main exam now: none pending, none passed or failed; withdrawn for cause counts as none. */
export async function readyForMain(db: Kysely<DB>, cohortId: string, rules: MarkingRules): Promise<string[]> {
	const learners = await frozenLearners(db, cohortId);
	const attempts = await attemptsOf(db, cohortId);
	return learners
		.filter(({ eligible, userId }) => {
			const so = attempts.get(userId) ?? noAttempts;
			const next = nextAttempt(so.attempts, rules);
			return eligible && !so.pending && next.may && next.kind === 'main';
		})
		.map(({ userId }) => userId);
}
