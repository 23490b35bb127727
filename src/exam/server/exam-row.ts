import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import { notFound } from '#platform/refusal.ts';
import type { DB, Exam } from '#platform/server/schema.ts';

export type ExamRow = Selectable<Exam>;

/**
 * The exam, held until the transaction ends. Whoever decides on candidates, papers, marks or results takes this lock
 * first (after the cohort's, where both are needed), so that decisions queue up and never deadlock.
 */
export async function lockExam(trx: Transaction<DB>, examId: string): Promise<ExamRow> {
	const exam = await trx.selectFrom('exam').selectAll().where('id', '=', examId).forUpdate().executeTakeFirst();
	if (!exam) throw notFound();
	return exam;
}

/** The exam's cohort, as far as deadlines and records need it. */
export async function cohortOfExam(db: Kysely<DB>, exam: Pick<ExamRow, 'cohortId'>) {
	return db
		.selectFrom('cohort')
		.select([
			'id',
			'organisationId',
			'communityId',
			'courseVersionId',
			'name',
			'number',
			'language',
			'timeZone',
			'stateCode',
			'seed',
			'recordsGoneAt',
			'examDate',
			'meetingTime',
		])
		.where('id', '=', exam.cohortId)
		.executeTakeFirstOrThrow();
}
export type ExamCohort = Awaited<ReturnType<typeof cohortOfExam>>;

/** Has the exam looked at again no later than `at`. To be called by whatever makes something fall due. */
export async function expectExamDue(db: Kysely<DB>, examId: string, at: Date): Promise<void> {
	await db
		.updateTable('exam')
		.set({ dueAt: sql`least(due_at, ${at}::timestamptz)` })
		.where('id', '=', examId)
		.execute();
}

export type ExamPhase = 'cancelled' | 'before' | 'running' | 'marking' | 'released';

/** Where an exam stands. It runs until the last deadline, extensions included, has passed. */
export function phaseOf(
	exam: Pick<ExamRow, 'cancelledAt' | 'opensAt' | 'closedAt' | 'releasedAt'>,
	now: Date,
): ExamPhase {
	if (exam.cancelledAt) return 'cancelled';
	if (exam.releasedAt) return 'released';
	if (exam.closedAt) return 'marking';
	return now < exam.opensAt ? 'before' : 'running';
}
