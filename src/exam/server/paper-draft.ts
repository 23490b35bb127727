import type { Kysely, Transaction } from 'kysely';
import * as z from 'zod';
import { m } from '#messages/messages.js';
import { caseOf, sectionsOf, type CaseRow } from '#exam/server/case-rows.ts';
import { courseExamOfCohort, type CourseExam } from '#exam/server/exam-rules.ts';
import type { ExamRow } from '#exam/server/exam-row.ts';
import type { PaperRow } from '#exam/server/paper-rows.ts';
import { measurePaper, type PaperSheet } from '#exam/typeset/paper.ts';
import type { DB } from '#platform/server/schema.ts';
import { TypesettingFailed } from '#platform/server/typeset.ts';

/** The text of a paper, section by section, in Markdown. */
export const sectionTexts = z.array(z.object({ id: z.string(), body: z.string() }));
export type SectionTexts = z.infer<typeof sectionTexts>;

export async function draftOf(db: Kysely<DB>, paperId: string): Promise<SectionTexts> {
	const rows = await db
		.selectFrom('paperSection')
		.select(['sectionId as id', 'body'])
		.where('paperId', '=', paperId)
		.execute();
	return rows;
}

export const isWritten = (sections: SectionTexts): boolean => sections.some(({ body }) => body.trim() !== '');

type Exam = Pick<ExamRow, 'caseId' | 'cohortId'>;

/** The paper as it is typeset: numbers instead of names, in the language of the case. */
export async function sheetOf(
	db: Kysely<DB>,
	exam: Exam,
	paper: Pick<PaperRow, 'kind' | 'paperNumber'>,
	sections: SectionTexts,
): Promise<PaperSheet> {
	return sheet(await caseOf(db, exam.caseId), await courseExamOfCohort(db, exam.cohortId), paper, sections);
}

export function sheet(
	examCase: CaseRow,
	course: CourseExam,
	paper: Pick<PaperRow, 'kind' | 'paperNumber'>,
	sections: SectionTexts,
): PaperSheet {
	const { language } = examCase;
	const kind = course.papers[paper.kind].title[language];
	const reflection = paper.kind === 'reflection';
	return {
		language,
		title: reflection ? kind : examCase.title,
		kind: reflection ? null : kind,
		number: paper.paperNumber,
		candidateLine: null,
		sections: sectionsOf(examCase, paper.kind).map(({ id, text }) => ({
			question: paper.kind === 'group' ? headline(text) : m.paper_sheet_answer({}, { locale: language }),
			answer: sections.find((section) => section.id === id)?.body ?? '',
		})),
	};
}

/** Guiding questions run over several sentences; as a heading the first is enough, for the pages belong to the answers. */
function headline(question: string): string {
	const first = /^.*?[.?!](?=\s|$)/su.exec(question)?.[0] ?? question;
	if (first.length <= 120) return first;
	return `${first.slice(0, 110).replace(/\s+\S*$/u, '')} …`;
}

/** A4 pages with the used part of the last one, two decimals. */
export async function lengthOf(sheetToMeasure: PaperSheet): Promise<number> {
	const { length } = await measurePaper(sheetToMeasure);
	return Math.ceil(length * 100 - 1e-6) / 100;
}

/** The length, or null when the text cannot be typeset: no draft may keep a deadline from passing. */
export async function lengthIfTypeset(
	db: Kysely<DB>,
	exam: Exam,
	paper: Pick<PaperRow, 'kind' | 'paperNumber'>,
	sections: SectionTexts,
): Promise<number | null> {
	try {
		return await lengthOf(await sheetOf(db, exam, paper, sections));
	} catch (cause) {
		if (cause instanceof TypesettingFailed) return null;
		throw cause;
	}
}

/** Writes a hand-in and marks the paper with it. Whatever stood before must have been withdrawn. */
export async function standHandIn(
	trx: Transaction<DB>,
	paper: Pick<PaperRow, 'id' | 'handInCount'>,
	handIn: {
		arrivedAt: Date;
		userId: string | null;
		automatic: boolean;
		sections: SectionTexts;
		pages: number | null;
		declaration: { ownWork: boolean; aiUse: string };
	},
): Promise<string> {
	const { declaration, sections, ...rest } = handIn;
	const { id } = await trx
		.insertInto('paperHandIn')
		.values({ ...rest, ...declaration, paperId: paper.id, sections: JSON.stringify(sections) })
		.returning('id')
		.executeTakeFirstOrThrow();
	await trx
		.updateTable('paper')
		.set((e) => ({
			handedInAt: handIn.arrivedAt,
			handedInBy: handIn.userId,
			automatic: handIn.automatic,
			handInCount: e('handInCount', '+', 1),
		}))
		.where('id', '=', paper.id)
		.execute();
	return id;
}
