import { sql } from 'kysely';
import * as z from 'zod';
import { here } from '#platform/server/here.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { retakesOf } from '#course/server/week-facts.ts';
import { nextAttempt } from '#exam/rules/marking.ts';

/** Where a learner's exam stands once the course was closed, whose own page no longer leads there. */
export const lateExam = verb({
	name: 'lateExam',
	method: 'get',
	path: '/late-exam',
	summary: 'One’s own exam that is not over although the course was closed',
	scope: 'exam:read',
	who: ['person'],
	at: here,
	input: z.object({}),
	async run(scene) {
		const { userId } = signedIn(scene);
		const [sitting, failed] = await Promise.all([sittingOf(scene, userId), failedWithRetake(scene, userId)]);
		return {
			/** The exam still to be sat, or with its result to come. */
			sitting,
			/** The exam last failed, where a retake is open; it may not be scheduled yet. */
			failed,
		};
	},
});

async function sittingOf({ trx, now }: Scene, userId: string): Promise<string | null> {
	const { rows } = await sql<{ id: string }>`
		select x.id from exam_candidate d join exam x on x.id = d.exam_id
			join cohort k on k.id = d.cohort_id join community c on c.id = k.community_id
		where d.user_id = ${userId} and d.withdrawal_granted is not true and c.archived_at is not null
			and x.cancelled_at is null and (x.released_at is null or x.released_at > ${now})
		order by x.ends_at <= ${now}, x.opens_at limit 1`.execute(trx);
	return rows[0]?.id ?? null;
}

async function failedWithRetake({ trx, now }: Scene, userId: string): Promise<string | null> {
	const results = await trx
		.selectFrom('examResult as r')
		.innerJoin('exam as x', 'x.id', 'r.examId')
		.innerJoin('examCandidate as d', (join) =>
			join.onRef('d.examId', '=', 'r.examId').onRef('d.userId', '=', 'r.userId'),
		)
		.innerJoin('cohort as k', 'k.id', 'd.cohortId')
		.innerJoin('community as c', 'c.id', 'k.communityId')
		.innerJoin('enrolment as e', (join) => join.onRef('e.cohortId', '=', 'k.id').onRef('e.userId', '=', 'r.userId'))
		.select(['r.examId', 'r.passed', 'k.id as cohortId', 'k.courseVersionId'])
		.where('r.userId', '=', userId)
		.where('r.supersededBy', 'is', null)
		.where('x.cancelledAt', 'is', null)
		.where('x.releasedAt', '<=', now)
		.where(sql<boolean>`d.withdrawal_granted is not true`)
		.where('e.endedAt', 'is', null)
		.where('c.archivedAt', 'is not', null)
		.orderBy('x.opensAt', 'desc')
		.execute();
	const courses = Map.groupBy(results, ({ cohortId }) => cohortId);
	for (const last of results) {
		const attempts = courses.get(last.cohortId)?.map(({ passed }) => (passed ? 'passed' : 'failed')) ?? [];
		const next = nextAttempt(attempts, { retakes: await retakesOf(trx, last.courseVersionId) });
		if (next.may) return last.examId;
	}
	return null;
}
