import * as z from 'zod';
import { settablePhases } from '#community/phases.ts';
import { threadShape, type ThreadEntry } from '#demo/corpus/conversation.ts';
import { key, readCorpus, text } from '#demo/corpus/file.ts';
import { isYearMoment } from '#demo/story/year.ts';

const moment = z.string().refine(isYearMoment, 'is no moment of a year');
const by = { at: moment, by: key };
const clock = z.string().regex(/^\d\d:\d\d$/);

const meeting = z.strictObject({
	title: text,
	planned: z.strictObject(by),
	/** In the past; or so many days ahead, on a working day. */
	starts: moment.optional(),
	starts_in: z.strictObject({ days: z.int().min(1), time: clock }).optional(),
	minutes: z.int().min(15),
	agenda: z.array(z.strictObject({ title: text, minutes: z.int().min(1) })).min(1),
	people: z.array(key).default([]),
	/** What was written down; only of one that took place. */
	record: text.optional(),
});
export type MeetingEntry = z.output<typeof meeting>;

const community = z.strictObject({
	key,
	kind: z.enum(['internal', 'external']),
	name: text,
	purpose: text,
	entry: z.enum(['open', 'asked']),
	manager: key,
	founded: moment,
	files: z.array(z.string()).min(1),
	spaces: z.array(z.strictObject({ ...by, key, name: text, about: text })),
	closed_spaces: z.array(z.strictObject({ ...by, key })),
	rules: z.array(z.strictObject({ ...by, body: text })).min(1),
	phases: z.array(z.strictObject({ ...by, phase: z.enum(settablePhases), reason: text })),
	meetings: z.array(meeting),
});
export type CommunityEntry = z.output<typeof community>;

const leading = z.strictObject({
	at: moment,
	do: z.enum(['name', 'end', 'require', 'deputy']),
	community: key,
	person: key.optional(),
});

const company = z.strictObject({
	company: z.strictObject({
		key,
		name: text,
		domain: text,
		executive: key,
		organiser: key,
		imprint: text,
		privacy_notice: text,
		terms: text,
	}),
	communities: z.array(community).length(2),
	leadership: z.array(leading),
	moved: z.array(z.strictObject({ at: moment, key, employer: text, bio: text, skills: z.array(text) })),
});

const join = z.strictObject({
	community: key,
	at: moment,
	by: z.enum(['open', 'link', 'invited', 'request', 'waiting', 'declined', 'back']),
	words: text.optional(),
});
export type JoinEntry = z.output<typeof join>;

const person = z.strictObject({
	key,
	name: text,
	/** Works for the company, with an address there. */
	staff: z.literal(true).optional(),
	employer: text,
	bio: text,
	skills: z.array(text),
	temper: text.optional(),
	joins: z.array(join).default([]),
});
export type CompanyPerson = z.output<typeof person>;

const people = z.strictObject({
	people: z.array(person),
	leaving: z.array(z.strictObject({ community: key, person: key, at: moment })),
	removed: z.array(z.strictObject({ community: key, person: key, by: key, at: moment, reason: text })),
});

const threads = z.strictObject({ threads: z.array(threadShape(moment)) });

export type CompanyCorpus = z.output<typeof company> &
	z.output<typeof people> & { threads: (entry: CommunityEntry) => ThreadEntry<string>[] };

export function readCompany(folder = 'niersrad'): CompanyCorpus {
	return {
		...readCorpus(`${folder}/company.yaml`, company),
		...readCorpus(`${folder}/people.yaml`, people),
		threads: ({ files }) => files.flatMap((file) => readCorpus(`${folder}/${file}`, threads).threads),
	};
}
