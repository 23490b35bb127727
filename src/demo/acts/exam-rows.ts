import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';

export type PaperKind = 'group' | 'case' | 'reflection';

/** The id of a person's paper, or of that of the person's group. */
export async function paperOf(examId: string, { userId, name }: Viewer, kind: PaperKind): Promise<string> {
	const paper = await database
		.selectFrom('paper as p')
		.innerJoin('examCandidate as c', 'c.examId', 'p.examId')
		.select('p.id')
		.where('p.examId', '=', examId)
		.where('p.kind', '=', kind)
		.where('c.userId', '=', userId)
		.where((e) => e.or([e('p.userId', '=', userId), e('p.learningGroupId', '=', e.ref('c.learningGroupId'))]))
		.executeTakeFirst();
	if (!paper) throw new Error(`${name} has no ${kind} paper`);
	return paper.id;
}

/** The id of a paper on an examiner's desk. */
export async function markingOf(paperId: string, { userId, name }: Viewer): Promise<string> {
	const marking = await database
		.selectFrom('marking')
		.select('id')
		.where('paperId', '=', paperId)
		.where('examinerId', '=', userId)
		.where('endedAt', 'is', null)
		.executeTakeFirst();
	if (!marking) throw new Error(`${name} has not been given the paper`);
	return marking.id;
}

/** The case of the course package as the provider has taken it over. */
export async function caseFrom(cohortId: string, source: string): Promise<string> {
	const { id } = await database
		.selectFrom('examCase as c')
		.innerJoin('cohort as k', 'k.organisationId', 'c.organisationId')
		.select('c.id')
		.where('k.id', '=', cohortId)
		.where('c.sourceId', '=', source)
		.executeTakeFirstOrThrow();
	return id;
}

/** The number under which a candidate is marked. */
export async function numberOf(examId: string, { userId }: Viewer): Promise<string> {
	const { candidateNumber } = await database
		.selectFrom('examCandidate')
		.select('candidateNumber')
		.where('examId', '=', examId)
		.where('userId', '=', userId)
		.executeTakeFirstOrThrow();
	return candidateNumber;
}

export async function certificateOf(cohortId: string, { userId }: Viewer): Promise<string> {
	const { id } = await database
		.selectFrom('certificate')
		.select('id')
		.where('cohortId', '=', cohortId)
		.where('userId', '=', userId)
		.where('kind', '=', 'certificate')
		.executeTakeFirstOrThrow();
	return id;
}
