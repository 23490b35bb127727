import type { Kysely } from 'kysely';
import type { DB } from '#platform/server/schema.ts';

/** `<exam> <person>` for everybody whose group handed in its paper in an exam of the cohort, withdrawn people included. */
export async function groupPapersMarked(db: Kysely<DB>, cohortId: string): Promise<ReadonlySet<string>> {
	const rows = await db
		.selectFrom('examCandidate as c')
		.innerJoin('exam as e', 'e.id', 'c.examId')
		.innerJoin('paper as p', (join) =>
			join.onRef('p.examId', '=', 'c.examId').onRef('p.learningGroupId', '=', 'c.learningGroupId'),
		)
		.select(['c.examId', 'c.userId'])
		.where('e.cohortId', '=', cohortId)
		.where('p.handedInAt', 'is not', null)
		.execute();
	return new Set(rows.map(({ examId, userId }) => `${examId} ${userId}`));
}
