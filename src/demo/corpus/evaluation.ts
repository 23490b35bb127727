import * as z from 'zod';
import { key, readCorpus, text } from '#demo/corpus/file.ts';

const step = z.int().min(1).max(5);
const ofUnit = z.strictObject({
	unit: z.int().min(1).max(10),
	person: key,
	useful: step,
	change: text.optional(),
});
/** Answers to the sheet at the end or to the later one, by the ids of their questions. */
const ofCourse = z.strictObject({
	sheet: z.enum(['final', 'later']),
	person: key,
	answers: z.record(key, z.union([step, text])),
});
export type AnswerEntry = z.output<typeof ofUnit> | z.output<typeof ofCourse>;

export const readAnswers = (file: string): AnswerEntry[] =>
	readCorpus(file, z.strictObject({ answers: z.array(z.union([ofUnit, ofCourse])) })).answers;
