import type { Kysely } from 'kysely';
import * as z from 'zod';
import { notFound } from '#platform/refusal.ts';
import type { DB } from '#platform/server/schema.ts';

export const guidingQuestions = z.array(z.object({ id: z.string(), text: z.string(), hint: z.string().default('') }));
export type GuidingQuestion = z.infer<typeof guidingQuestions>[number];

export type CaseRow = {
	id: string;
	kind: 'practice' | 'real';
	language: 'de' | 'en';
	title: string;
	/** Markdown. */
	body: string;
	questions: GuidingQuestion[];
	individualTask: string;
	reflectionTask: string;
};

/** A case without its marking scheme, which goes to examiners only and is asked for by itself. */
export async function caseOf(db: Kysely<DB>, caseId: string): Promise<CaseRow> {
	const row = await db
		.selectFrom('examCase')
		.select(['id', 'kind', 'language', 'title', 'body', 'questions', 'individualTask', 'reflectionTask'])
		.where('id', '=', caseId)
		.executeTakeFirstOrThrow(notFound);
	return {
		...row,
		kind: row.kind === 'real' ? 'real' : 'practice',
		language: row.language === 'en' ? 'en' : 'de',
		questions: guidingQuestions.parse(row.questions),
	};
}

/** Whoever asks has to be an examiner with this case's papers on the desk, or an organiser. */
export async function markingSchemeOf(db: Kysely<DB>, caseId: string): Promise<string> {
	const row = await db
		.selectFrom('examCase')
		.select('markingScheme')
		.where('id', '=', caseId)
		.executeTakeFirstOrThrow(notFound);
	return row.markingScheme;
}

/** What is to be written in a paper, section by section. */
export function sectionsOf(examCase: CaseRow, kind: string): GuidingQuestion[] {
	if (kind === 'group') return examCase.questions;
	const text = kind === 'case' ? examCase.individualTask : examCase.reflectionTask;
	return [{ id: kind, text, hint: '' }];
}
