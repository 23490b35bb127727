import * as z from 'zod';
import { key, readCorpus, text } from '#demo/corpus/file.ts';

const roles = ['organiser', 'companion', 'examiner', 'administrator', 'executive', 'learner'] as const;

const person = z.strictObject({
	key,
	name: text,
	email: z.email().optional(),
	role: z.enum(roles),
	third: z.boolean().optional(),
	cohorts: z.array(key),
	language: z.enum(['de', 'en']),
	time_zone: text,
	employer: text,
	bio: text,
	skills: z.array(text),
	temper: text.optional(),
	motivation: text.optional(),
	prerequisites: z.array(text).optional(),
});
export type PersonEntry = z.output<typeof person>;

export const readPeople = (): PersonEntry[] =>
	readCorpus('people.yaml', z.strictObject({ people: z.array(person) })).people;
