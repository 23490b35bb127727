import * as z from 'zod';
import { issueMissing } from '#credentials/server/issuing.ts';
import { cohortOfExam, lockExam } from '#exam/server/exam-row.ts';
import { examGround, objectionGround } from '#exam/server/grounds.ts';
import { decide, objectionDecision } from '#exam/server/objections.ts';
import { blocked, releaseBlockers, writeResults } from '#exam/server/results.ts';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';

/** All results at once, with words; certificates and confirmations of participation follow in the same moment. */
export const releaseResults = verb({
	name: 'releaseResults',
	method: 'post',
	path: '/exams/{examId}/release',
	summary: 'Release the results of all candidates together, with words, and issue certificates',
	scope: 'exam:write',
	who: ['organiser', 'examiner'],
	at: examGround,
	input: z.object({
		examId: z.uuid(),
		words: z.string().trim().min(20).max(8000).describe('To all candidates'),
		each: z
			.record(z.string().max(20), z.string().max(4000))
			.default({})
			.describe('To single candidates, by their number'),
	}),
	output: z.object({ passed: z.int(), failed: z.int() }),
	async run(scene, { examId, words, each }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const exam = await lockExam(trx, examId);
		if (exam.cancelledAt) refuse('exam_cancelled_already');
		if (exam.releasedAt) refuse('results_are_released');
		const blockers = await releaseBlockers(trx, exam, now);
		if (blocked(blockers)) {
			const { marksMissing, differing, hearings, withdrawals } = blockers;
			if (blockers.running) refuse('release_running');
			refuse('release_not_ready', { values: { marks: marksMissing, differing, hearings, withdrawals } });
		}
		const results = await writeResults(trx, exam, { words, each, by: userId, at: now });
		const passed = results.filter((result) => result.passed).length;
		await audit(trx, {
			action: 'results_released',
			actorId: userId,
			subjectId: examId,
			cohortId: exam.cohortId,
			detail: { passed },
		});
		const cohort = await cohortOfExam(trx, exam);
		await record(trx, {
			kind: 'results_released',
			actorId: userId,
			communityId: cohort.communityId,
			cohortId: cohort.id,
			subjectId: examId,
			data: { kind: exam.kind },
			at: now,
		});
		await issueInAll(scene, examId);
		return { passed, failed: results.length - passed };
	},
});

/** Decided by an examiner who had not marked the papers; a result that turns into a pass brings its certificate. */
export const decideObjection = verb({
	name: 'decideObjection',
	method: 'post',
	path: '/objections/{objectionId}/decision',
	summary: 'Decide an objection with reasons; upheld, with the points that hold from now on',
	scope: 'exam:write',
	who: ['owner'],
	at: objectionGround,
	input: z.object({ objectionId: z.uuid(), ...objectionDecision }),
	output: z.object({ changed: z.int() }),
	async run(scene, { objectionId, ...decision }) {
		const { changed, exam } = await decide(scene, objectionId, decision);
		if (changed.length > 0) await issueInAll(scene, exam.id);
		return { changed: changed.length };
	},
});

/** In the cohort of the exam and in those whose people joined it. */
async function issueInAll({ trx, now, viewer }: Scene, examId: string): Promise<void> {
	const cohorts = await trx
		.selectFrom('examCandidate')
		.select('cohortId')
		.distinct()
		.where('examId', '=', examId)
		.orderBy('cohortId')
		.execute();
	for (const { cohortId } of cohorts) await issueMissing(trx, { cohortId, by: viewer?.userId ?? null, at: now });
}
