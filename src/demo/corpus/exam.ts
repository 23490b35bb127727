import * as z from 'zod';
import { key, readCorpus, text } from '#demo/corpus/file.ts';

const hours = z.number().positive();
/** One level from 1 to 4 for each criterion; words of the length that the product asks for. */
const mark = z.strictObject({ by: key, levels: z.array(z.int().min(1).max(4)), words: text.min(40) });
export type MarkEntry = z.output<typeof mark>;

const groupPaper = z.strictObject({
	members: z.array(key).min(3),
	handed_in: z.strictObject({ by: key, hours_before_end: hours }),
	ai_use: text,
	/** By the ids of the case's questions. */
	sections: z.record(key, text),
	marks: z.array(mark),
});
export type GroupPaperEntry = z.output<typeof groupPaper>;

/** Handed in so many hours before the end, or by itself at the end. */
const handedIn = z.union([z.strictObject({ hours_before_end: hours }), z.strictObject({ automatic: z.literal(true) })]);
const ownPapers = {
	person: key,
	handed_in: handedIn,
	ai_use: text,
	case: text,
	reflection: text,
	marks: z.strictObject({ case: z.array(mark), reflection: z.array(mark), settled: z.literal(false).optional() }),
};
/** `words` go to the person with the result. */
const individual = z.strictObject({ ...ownPapers, words: text });
export type ReleasedPapersEntry = z.output<typeof individual>;
export type OwnPapersEntry = Omit<ReleasedPapersEntry, 'words'>;

const withdrawal = { reason: text.min(10), answer: text.min(5) };
const makeUp = z.strictObject({
	...ownPapers,
	case_id: key,
	/** From the exam after its end, and from the retake before its opening. */
	withdrawals: z.tuple([
		z.strictObject({ ...withdrawal, hours_after_end: hours }),
		z.strictObject({ ...withdrawal, hours_before_opening: hours }),
	]),
});
export type MakeUpEntry = z.output<typeof makeUp>;

const outcome = z.strictObject({
	person: key,
	group: z.number(),
	case: z.number(),
	reflection: z.number(),
	overall: z.number(),
	individual: z.number(),
	passed: z.boolean(),
	retake: z.literal(true).optional(),
});

const exam = z.strictObject({
	case: key,
	questions: z.array(key),
	retake_case: key,
	group_papers: z.array(groupPaper),
	individual_papers: z.array(individual),
	retake: z.strictObject({ ...ownPapers, words: text, case_id: key }),
	make_up: makeUp,
	words: text,
	retake_words: text,
	exceptions: z.array(z.strictObject({ person: key, requirement: key, reason: text })),
	closing: z.strictObject({ thanks: text }),
	revocation: z.strictObject({
		person: key,
		days_after_certificate: z.int().positive(),
		reason: z.enum(['obtained_by_deception']),
		internal: text,
	}),
	outcomes: z.array(outcome),
});
/** The papers and marks of a cohort's exam, and what followed from them. */
export type ExamEntry = z.output<typeof exam>;

export const readExam = (file: string): ExamEntry => readCorpus(file, exam);
