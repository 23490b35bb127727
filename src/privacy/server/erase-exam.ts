import { sql, type Transaction } from 'kysely';
import { lockExam } from '#exam/server/exam-row.ts';
import { clearDesks } from '#exam/server/withdrawal.ts';
import type { DB } from '#platform/server/schema.ts';
import { dropEvidence } from '#privacy/server/forget-exams.ts';

/**
 * Leaves exams whose results are not out: the individual papers need no marks any more, the group's goes on without.
 * What is kept of exams is evidence, and says no more about illness or hardship than it has to.
 */
export async function leaveExams(trx: Transaction<DB>, userId: string, now: Date): Promise<void> {
	const open = await trx
		.selectFrom('examCandidate as c')
		.innerJoin('exam as e', 'e.id', 'c.examId')
		.select('e.id')
		.where('c.userId', '=', userId)
		.where('e.releasedAt', 'is', null)
		.where('e.cancelledAt', 'is', null)
		.orderBy('e.id')
		.execute();
	await dropEvidence(trx, sql`w.user_id = ${userId}`);
	for (const { id } of open) {
		const exam = await lockExam(trx, id);
		if (exam.openedAt) await leaveRunning(trx, id, userId, now);
		else await leaveScheduled(trx, id, userId, now);
	}
	await sql`update exam_candidate set withdrawal_reason = null, withdrawal_answer = null
		where user_id = ${userId}`.execute(trx);
	await sql`update exam_extension set reason = '–' where user_id = ${userId}`.execute(trx);
	// nobody is left to whom a decision could be told
	await sql`update objection set decided_at = ${now}, upheld = false, decision_words = '–'
		where user_id = ${userId} and decided_at is null`.execute(trx);
}

async function leaveScheduled(trx: Transaction<DB>, examId: string, userId: string, now: Date): Promise<void> {
	await sql`update learning_group_member m set left_at = ${now} from exam_candidate c
		where c.exam_id = ${examId} and c.user_id = ${userId} and m.learning_group_id = c.learning_group_id
			and m.user_id = c.user_id and m.left_at is null`.execute(trx);
	await sql`delete from exam_extension where exam_id = ${examId} and user_id = ${userId}`.execute(trx);
	await sql`delete from exam_candidate where exam_id = ${examId} and user_id = ${userId}`.execute(trx);
}

async function leaveRunning(trx: Transaction<DB>, examId: string, userId: string, now: Date): Promise<void> {
	await sql`update exam_candidate set withdrawn_at = coalesce(withdrawn_at, ${now}), withdrawal_decided_at = ${now},
			withdrawal_granted = true
		where exam_id = ${examId} and user_id = ${userId} and withdrawal_granted is not true`.execute(trx);
	await sql`update hearing h set decided_at = ${now}, outcome = 'dismissed', decision_words = '–'
		from paper p where p.id = h.paper_id and p.exam_id = ${examId} and h.decided_at is null
			and (h.user_id = ${userId} or p.user_id = ${userId})`.execute(trx);
	await clearDesks(trx, examId, userId, now);
}
