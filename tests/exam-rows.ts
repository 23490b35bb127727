import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { counter } from './database.ts';
import type { World } from './world.ts';

type Sitting = { kind: 'main' | 'retake'; opensAt: Date; endsAt: Date; candidates: readonly Viewer[] };
const cases = counter();

/** An exam as the exam's own verbs would have left it, for tests of what follows from it elsewhere. */
export async function examSat(world: World, { kind, opensAt, endsAt, candidates }: Sitting): Promise<string> {
	const examCase = await database
		.insertInto('examCase')
		.values({
			organisationId: world.organisationId,
			kind: 'real',
			language: 'de',
			title: `Fall ${cases()}`,
			body: 'Eine Community schweigt.',
			questions: '[]',
			individualTask: 'Führen Sie den Fall fort.',
			reflectionTask: 'Denken Sie nach.',
			markingScheme: 'Für Prüfer.',
			createdAt: opensAt,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const exam = await database
		.insertInto('exam')
		.values({ cohortId: world.cohortId, kind, caseId: examCase.id, opensAt, endsAt, scheduledAt: opensAt })
		.returning('id')
		.executeTakeFirstOrThrow();
	for (const [index, { userId }] of candidates.entries())
		await database
			.insertInto('examCandidate')
			.values({ examId: exam.id, userId, cohortId: world.cohortId, candidateNumber: `${kind}-${index + 1}` })
			.execute();
	return exam.id;
}

export async function resultsReleased(examId: string, at: Date, results: readonly (readonly [Viewer, boolean])[]) {
	await database.updateTable('exam').set({ closedAt: at, releasedAt: at }).where('id', '=', examId).execute();
	for (const [{ userId }, passed] of results)
		await database
			.insertInto('examResult')
			.values({
				examId,
				userId,
				groupPoints: 80,
				casePoints: passed ? 80 : 40,
				reflectionPoints: passed ? 80 : 40,
				overall: passed ? 80 : 56,
				individual: passed ? 80 : 40,
				passed,
				releasedAt: at,
			})
			.execute();
}
