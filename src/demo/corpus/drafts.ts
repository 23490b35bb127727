import * as z from 'zod';
import { key, momentShape, readCorpus, text } from '#demo/corpus/file.ts';

/** The position of a section in its template, from 1. */
const position = z.string().regex(/^\d$/);
const unit = z.int().min(1).max(10);

const draft = z.strictObject({
	unit,
	/** The position of the learning group, from 1. */
	group: z.int().min(1),
	sections: z.array(z.strictObject({ section: position, by: key, at: momentShape, body: text })).min(1),
});
export type DraftEntry = z.output<typeof draft>;

const individual = z.strictObject({
	unit,
	by: key,
	at: momentShape,
	sections: z.record(position, text),
	feedback: z.strictObject({ by: key, at: momentShape, levels: z.array(z.int().min(1).max(4)), body: text }).optional(),
});
export type IndividualEntry = z.output<typeof individual>;

export const readDrafts = (file: string) =>
	readCorpus(file, z.strictObject({ drafts: z.array(draft), individual: z.array(individual) }));
