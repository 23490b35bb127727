import type { Transaction } from 'kysely';
import * as z from 'zod';
import { cohortOfExam, lockExam } from '#exam/server/exam-row.ts';
import { examGround } from '#exam/server/grounds.ts';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';

/** Illness or another cause: granted, it does not use up the retake (house rule). Until results are released. */
export const withdrawForCause = verb({
	name: 'withdrawForCause',
	method: 'post',
	path: '/exams/{examId}/withdrawal',
	summary: 'Ask to withdraw from the exam for cause, such as illness',
	scope: 'exam:write',
	who: ['owner'],
	at: examGround,
	input: z.object({ examId: z.uuid(), reason: z.string().trim().min(10).max(4000) }),
	async run(scene, { examId, reason }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const exam = await lockExam(trx, examId);
		if (exam.cancelledAt) refuse('exam_cancelled_already');
		if (exam.releasedAt) refuse('results_are_released');
		const candidate = await candidateOf(trx, examId, userId);
		if (candidate.withdrawnAt && !candidate.withdrawalDecidedAt) refuse('withdrawal_asked_already');
		if (candidate.withdrawalGranted) refuse('withdrawal_granted_already');
		await trx
			.updateTable('examCandidate')
			.set({
				withdrawnAt: now,
				withdrawalReason: reason,
				withdrawalDecidedAt: null,
				withdrawalDecidedBy: null,
				withdrawalGranted: null,
				withdrawalAnswer: null,
			})
			.where('examId', '=', examId)
			.where('userId', '=', userId)
			.execute();
		const cohort = await cohortOfExam(trx, exam);
		await record(trx, {
			kind: 'withdrawal_requested',
			actorId: userId,
			cohortId: cohort.id,
			subjectId: examId,
			data: {},
			at: now,
		});
		return { requested: true };
	},
});

export const decideWithdrawalForCause = verb({
	name: 'decideWithdrawalForCause',
	method: 'post',
	path: '/exams/{examId}/withdrawals/{userId}/decision',
	summary: 'Grant or refuse a withdrawal for cause',
	scope: 'exam:write',
	who: ['organiser'],
	at: examGround,
	input: z.object({
		examId: z.uuid(),
		userId: z.uuid(),
		granted: z.union([z.boolean(), z.stringbool()]),
		words: z.string().trim().min(5).max(4000),
	}),
	async run(scene, { examId, userId, granted, words }) {
		const { trx, now } = scene;
		const viewer = signedIn(scene);
		const exam = await lockExam(trx, examId);
		if (exam.releasedAt) refuse('results_are_released');
		const candidate = await candidateOf(trx, examId, userId);
		if (!candidate.withdrawnAt) throw notFound();
		if (candidate.withdrawalDecidedAt) refuse('exam_decided_already');
		await trx
			.updateTable('examCandidate')
			.set({
				withdrawalDecidedAt: now,
				withdrawalDecidedBy: viewer.userId,
				withdrawalGranted: granted,
				withdrawalAnswer: words,
			})
			.where('examId', '=', examId)
			.where('userId', '=', userId)
			.execute();
		if (granted) await clearDesks(trx, examId, userId, now);
		await audit(trx, {
			action: 'withdrawal_decided',
			actorId: viewer.userId,
			subjectId: userId,
			cohortId: exam.cohortId,
			detail: { examId, granted, words },
		});
		await record(trx, {
			kind: 'withdrawal_decided',
			actorId: viewer.userId,
			cohortId: exam.cohortId,
			subjectId: examId,
			data: { userId, granted },
			at: now,
		});
		return { granted };
	},
});

/** The individual papers of somebody who has withdrawn need no marks any more. */
export async function clearDesks(trx: Transaction<DB>, examId: string, userId: string, at: Date): Promise<void> {
	await trx
		.updateTable('marking')
		.set({ endedAt: at })
		.where('endedAt', 'is', null)
		.where('paperId', 'in', (e) =>
			e.selectFrom('paper').select('id').where('examId', '=', examId).where('userId', '=', userId),
		)
		.execute();
}

async function candidateOf(trx: Transaction<DB>, examId: string, userId: string) {
	return trx
		.selectFrom('examCandidate')
		.selectAll()
		.where('examId', '=', examId)
		.where('userId', '=', userId)
		.executeTakeFirstOrThrow(notFound);
}
