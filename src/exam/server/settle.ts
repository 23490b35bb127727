import type { Transaction } from 'kysely';
import { settleCohort } from '#course/server/settle.ts';
import { closePapers } from '#exam/server/deadline-due.ts';
import { lockExam, type ExamRow } from '#exam/server/exam-row.ts';
import { openExam } from '#exam/server/opening-due.ts';
import { remindOfDeadlines } from '#exam/server/reminders-due.ts';
import { callThirdExaminers } from '#exam/server/third-due.ts';
import { database } from '#platform/server/database.ts';
import type { DB } from '#platform/server/schema.ts';

/** Something that falls due in an exam by the passing of time alone. */
export type ExamDueStep = {
	name: string;
	/** The earliest instant, past or future, at which there is something to do; `null`: nothing as things stand. */
	dueAt: (trx: Transaction<DB>, exam: ExamRow) => Promise<Date | null>;
	/** Does what falls due at `at`, as of that instant. Afterwards `dueAt` must have moved on. */
	run: (trx: Transaction<DB>, exam: ExamRow, at: Date) => Promise<void>;
};

/** In the order in which they come when they fall due at the same instant. */
export const steps: readonly ExamDueStep[] = [openExam, remindOfDeadlines, closePapers, callThirdExaminers];

const mostSteps = 2000;

/**
 * Carries out all that has fallen due in an exam up to `now`: opening, reminders, hand-in at the deadline, a third
 * examiner. Each in a transaction of its own with the exam's row locked, dated with the instant at which it fell due.
 */
export async function settleExam(examId: string, now: Date): Promise<void> {
	for (let done = 0; done < mostSteps; done++) if (!(await settleNext(examId, now))) return;
	throw new Error(`exam ${examId} does not come to rest`);
}

/** Settles the exams of a cohort in which something has fallen due. */
export async function settleExamsOf(cohortId: string, now: Date): Promise<void> {
	const due = await database
		.selectFrom('exam')
		.select('id')
		.where('cohortId', '=', cohortId)
		.where('dueAt', '<=', now)
		.orderBy('dueAt')
		.execute();
	for (const { id } of due) await settleExam(id, now);
}

/** Settles every exam in which something has fallen due, after its cohort. */
export async function settleDueExams(now: Date): Promise<void> {
	const due = await database
		.selectFrom('exam')
		.select(['id', 'cohortId'])
		.where('dueAt', '<=', now)
		.orderBy('dueAt')
		.execute();
	for (const { id, cohortId } of due) {
		await settleCohort(cohortId, now);
		await settleExam(id, now);
	}
}

async function settleNext(examId: string, now: Date): Promise<boolean> {
	return database.transaction().execute(async (trx) => {
		const exam = await lockExam(trx, examId);
		const next = exam.cancelledAt ? null : await nextStep(trx, exam);
		if (!next || next.at > now) {
			await trx
				.updateTable('exam')
				.set({ dueAt: next?.at ?? null })
				.where('id', '=', examId)
				.execute();
			return false;
		}
		await next.step.run(trx, exam, next.at);
		return true;
	});
}

async function nextStep(trx: Transaction<DB>, exam: ExamRow): Promise<{ step: ExamDueStep; at: Date } | null> {
	let next: { step: ExamDueStep; at: Date } | null = null;
	for (const step of steps) {
		const at = await step.dueAt(trx, exam);
		if (at && (!next || at < next.at)) next = { step, at };
	}
	return next;
}
