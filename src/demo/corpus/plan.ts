import * as z from 'zod';
import { key, momentShape, readCorpus, text } from '#demo/corpus/file.ts';

const unit = z.int().min(1).max(11);
const meeting = z.int().min(0).max(10);

const swap = z.strictObject({
	thread: key,
	asked: z.strictObject({ by: key, unit, at: momentShape }),
	answered: z.strictObject({ by: key, unit, at: momentShape, agreed: z.literal(true) }),
	words: text,
});
const absence = z.strictObject({
	meeting,
	person: key,
	announced: z.boolean(),
	reason: text.optional(),
	/** Minutes that the person came after the beginning; without it, never. */
	late: z.int().positive().optional(),
});
const correction = z.strictObject({
	meeting,
	person: key,
	by: key,
	minutes: z.int().min(0),
	at: momentShape,
	reason: text,
});
const recommendation = z.strictObject({
	by: key,
	to: key,
	kind: z.enum(['person', 'thread']),
	person: key.optional(),
	thread: key.optional(),
	at: momentShape,
	done: momentShape.optional(),
	words: text,
});

const plan = z.strictObject({
	units: z.array(z.strictObject({ unit, groups: z.array(z.array(key).min(3).max(5)) })),
	shifts: z.array(z.strictObject({ unit, people: z.array(key).length(2) })),
	swap: swap.optional(),
	handovers: z.array(z.strictObject({ unit, by: key, at: momentShape, body: text })),
	absences: z.array(absence),
	corrections: z.array(correction).default([]),
	silent: z.strictObject({ person: key, since: momentShape }).optional(),
	recommendations: z.array(recommendation).default([]),
	minutes: z.array(z.strictObject({ meeting, by: key, body: text })),
});
/** Who sat with whom, who led when, who was missing. */
export type Plan = z.output<typeof plan>;
export type RecommendationEntry = z.output<typeof recommendation>;

export const readPlan = (file: string): Plan => readCorpus(file, plan);
