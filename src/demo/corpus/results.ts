import * as z from 'zod';
import { key, momentShape, readCorpus, text } from '#demo/corpus/file.ts';

/** By the position of the section in the unit's template, from 1. */
const sections = z.record(z.string().regex(/^\d$/), text);
const level = z.int().min(1).max(4);
const feedback = z.strictObject({ by: key, at: momentShape, levels: z.array(level), body: text });

const result = z.strictObject({
	unit: z.int().min(1).max(10),
	/** The position of the learning group, from 1. */
	group: z.int().min(1).max(8),
	title: text,
	/** Left out, it is whoever the plan names first in the group. */
	by: key.optional(),
	at: momentShape,
	late: z.boolean().default(false),
	sections,
	feedback: z.array(feedback).default([]),
	peers: z.array(z.strictObject({ by: key, at: momentShape, body: text })).default([]),
});
export type ResultEntry = z.output<typeof result>;

export const readResults = (file: string): ResultEntry[] =>
	readCorpus(file, z.strictObject({ results: z.array(result) })).results;
