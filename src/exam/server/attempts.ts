import type { Kysely } from 'kysely';
import type { Attempt } from '#exam/rules/marking.ts';
import type { DB } from '#platform/server/schema.ts';

/** What somebody has made of the exams so far; `pending` while one is scheduled, running or being marked. */
export type Attempts = { attempts: Attempt[]; pending: boolean; lastExamId: string | null };

/** The attempts of a cohort's own people, wherever they sat the exam, in the order of the exams. */
export async function attemptsOf(db: Kysely<DB>, cohortId: string): Promise<Map<string, Attempts>> {
	const rows = await db
		.selectFrom('examCandidate as c')
		.innerJoin('exam as e', 'e.id', 'c.examId')
		.leftJoin('examResult as r', (join) =>
			join.onRef('r.examId', '=', 'c.examId').onRef('r.userId', '=', 'c.userId').on('r.supersededBy', 'is', null),
		)
		.select(['c.userId', 'e.id as examId', 'c.withdrawalGranted', 'r.passed'])
		.where('c.cohortId', '=', cohortId)
		.where('e.cancelledAt', 'is', null)
		.orderBy('e.opensAt')
		.execute();
	const byPerson = new Map<string, Attempts>();
	for (const { userId, examId, withdrawalGranted, passed } of rows) {
		const so = byPerson.get(userId) ?? { attempts: [], pending: false, lastExamId: null };
		const attempt = withdrawalGranted ? 'withdrawn' : passed === null ? null : passed ? 'passed' : 'failed';
		byPerson.set(userId, {
			attempts: attempt ? [...so.attempts, attempt] : so.attempts,
			pending: attempt === null,
			lastExamId: examId,
		});
	}
	return byPerson;
}

export const noAttempts: Attempts = { attempts: [], pending: false, lastExamId: null };
