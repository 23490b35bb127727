import * as z from 'zod';
import { key, readCorpus, text } from '#demo/corpus/file.ts';

const answer = z.strictObject({
	unit: z.int().min(1).max(10),
	person: key,
	useful: z.int().min(1).max(5),
	change: text.optional(),
});
export type AnswerEntry = z.output<typeof answer>;

export const readAnswers = (file: string): AnswerEntry[] =>
	readCorpus(file, z.strictObject({ answers: z.array(answer) })).answers;
