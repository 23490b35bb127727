import { randomInt } from 'node:crypto';
import type { Kysely } from 'kysely';
import { caseProblem, chooseCase, type CaseWish } from '#exam/rules/case-choice.ts';
import type { ExamCohort } from '#exam/server/exam-row.ts';
import type { DB } from '#platform/server/schema.ts';
import { refuse } from '#platform/refusal.ts';

/** All that decides which case a cohort may get. */
export async function caseWish(
	db: Kysely<DB>,
	cohort: ExamCohort,
): Promise<CaseWish & { titles: Map<string, string> }> {
	const rows = await db
		.selectFrom('examCase')
		.select(['id', 'kind', 'language', 'retiredAt', 'title'])
		.where('organisationId', '=', cohort.organisationId)
		.orderBy('kind', 'desc')
		.orderBy('title')
		.execute();
	const uses = await db
		.selectFrom('exam as e')
		.innerJoin('cohort as k', 'k.id', 'e.cohortId')
		.select(['e.caseId', 'e.cohortId'])
		.where('k.organisationId', '=', cohort.organisationId)
		.where('e.cancelledAt', 'is', null)
		.execute();
	const instance = await db.selectFrom('instance').select('kind').executeTakeFirst();
	return {
		cases: rows.map(({ id, kind, language, retiredAt }) => ({
			id,
			kind: kind === 'real' ? 'real' : 'practice',
			language: language === 'en' ? 'en' : 'de',
			retired: retiredAt !== null,
		})),
		titles: new Map(rows.map(({ id, title }) => [id, title])),
		uses,
		cohortId: cohort.id,
		language: cohort.language === 'en' ? 'en' : 'de',
		demo: instance?.kind === 'demo',
	};
}

/** The case asked for, or one drawn by lot; refused where the rules forbid it. */
export async function caseForExam(db: Kysely<DB>, cohort: ExamCohort, wanted: string | null): Promise<string> {
	const wish = await caseWish(db, cohort);
	if (wanted === null) {
		const drawn = chooseCase(wish, randomInt(2_147_483_647));
		return drawn.ok ? drawn.value.id : refuse('exam_no_case_left', { field: 'caseId' });
	}
	const candidate = wish.cases.find(({ id }) => id === wanted);
	if (!candidate) return refuse('not_found', { status: 404, field: 'caseId' });
	const problem = caseProblem(candidate, wish);
	if (!problem) return candidate.id;
	return refuse(`exam_case_${problem.kind}`, { field: 'caseId' });
}
