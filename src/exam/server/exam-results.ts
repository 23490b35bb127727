import * as z from 'zod';
import { noteAccess } from '#community/server/record-access.ts';
import { examGround } from '#exam/server/grounds.ts';
import { verb } from '#platform/server/verb.ts';
import { notFound } from '#platform/refusal.ts';

/** Results for the staff of the cohort, from their release on. */
export const examResults = verb({
	name: 'examResults',
	method: 'get',
	path: '/exams/{examId}/results',
	summary: 'The released results of an exam, for the cohort’s staff; looking is noted',
	scope: 'exam:read',
	who: ['organiser', 'companion', 'examiner'],
	at: examGround,
	input: z.object({ examId: z.uuid() }),
	async run(scene, { examId }) {
		const { trx } = scene;
		const exam = await trx
			.selectFrom('exam')
			.select(['releasedAt', 'releaseWords'])
			.where('id', '=', examId)
			.executeTakeFirstOrThrow();
		if (!exam.releasedAt) throw notFound();
		const results = await trx
			.selectFrom('examResult as r')
			.innerJoin('user as u', 'u.id', 'r.userId')
			.select([
				'r.id',
				'r.userId',
				'u.name',
				'r.groupPoints',
				'r.casePoints',
				'r.reflectionPoints',
				'r.overall',
				'r.individual',
				'r.passed',
			])
			.where('r.examId', '=', examId)
			.where('r.supersededBy', 'is', null)
			.where('u.erasedAt', 'is', null)
			.orderBy('u.name')
			.execute();
		await noteAccess(
			scene,
			results.map(({ userId }) => userId),
			'exam',
		);
		return { releasedAt: exam.releasedAt, words: exam.releaseWords, results };
	},
});
