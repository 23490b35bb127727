import * as z from 'zod';
import { key, readCorpus, text } from '#demo/corpus/file.ts';

const outcomes = ['accepted', 'waitlisted', 'declined', 'received'] as const;

const application = z.strictObject({
	key,
	name: text,
	employer: text,
	language: z.enum(['de', 'en']),
	time_zone: text,
	/** Days before the one on which the demo is made. */
	applied: z.strictObject({ days_ago: z.int().min(0), time: text }),
	motivation: text,
	prerequisites: z.array(text),
	outcome: z.enum(outcomes),
	/** Whether an accepted person has taken up the invitation. */
	enrolled: z.boolean().default(false),
	/** On the waitlist, from 1. */
	position: z.int().optional(),
	/** The organiser's words to someone declined. */
	decision: text.optional(),
});
export type ApplicationEntry = z.output<typeof application>;

export const readApplications = (file: string): ApplicationEntry[] =>
	readCorpus(file, z.strictObject({ cohort: key, applications: z.array(application) })).applications;
