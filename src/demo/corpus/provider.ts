import * as z from 'zod';
import { inBoth, key, readCorpus, text } from '#demo/corpus/file.ts';

const cohort = z.strictObject({
	key,
	name: inBoth,
	organisers: z.array(key).min(1),
	companions: z.array(key).min(1),
	examiners: z.array(key).length(2),
	third_examiner: key,
	state: z.literal('HE'),
	seats: z.int().max(24),
	/** Of the course; left out, week by week online. */
	delivery_format: z.string().default('weekly-online'),
	/** Of the days on site. */
	place: z.string().default(''),
});
export type CohortEntry = z.output<typeof cohort>;

const provider = z.strictObject({
	key,
	name: text,
	short_name: text,
	legal_name: text,
	city: text,
	state: text,
	country: text,
	time_zone: text,
	email: z.email(),
	website: z.url(),
	phone: text,
	approval_number: text,
	tagline: inBoth,
	about: inBoth,
	imprint: inBoth,
	privacy_notice: inBoth,
	terms: inBoth,
	price: inBoth,
	cohorts: z.array(cohort),
});
export type ProviderEntry = z.output<typeof provider>;

export const readProvider = (): ProviderEntry => readCorpus('provider.yaml', provider);
