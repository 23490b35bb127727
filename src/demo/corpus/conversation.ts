import * as z from 'zod';
import { flagReasons } from '#conversation/flag-reasons.ts';
import { reactionKinds } from '#conversation/reactions.ts';
import { key, momentShape, readCorpus, text } from '#demo/corpus/file.ts';

const decision = z.strictObject({ by: key, at: momentShape, outcome: z.enum(['kept', 'hidden']), body: text });
const flag = z.strictObject({
	by: key,
	at: momentShape,
	reason: z.enum(flagReasons),
	body: text,
	decision: decision.optional(),
});
const feedback = z.strictObject({ by: key, at: momentShape, criterion: z.int().min(1).max(5).optional(), body: text });

const people = z.array(key).min(1);
const reactions = z.partialRecord(z.enum(reactionKinds), people);

const written = {
	author: key,
	at: momentShape,
	body: text,
	feedback: feedback.optional(),
	flag: flag.optional(),
	edit: z.strictObject({ at: momentShape, body: text }).optional(),
	deleted: z.strictObject({ at: momentShape }).optional(),
	reactions: reactions.optional(),
};
const quote = z.strictObject({ of: key, passage: text });
const reply = z.strictObject({ key: key.optional(), to: key.optional(), quote: quote.optional(), ...written });
export type ReplyEntry = z.output<typeof reply>;

const thread = z.strictObject({
	key,
	space: z.enum(['plaza', 'questions', 'unit', 'results', 'team']),
	kind: z.enum(['discussion', 'question', 'article', 'announcement', 'result']),
	title: text,
	...written,
	pinned: z.literal(true).optional(),
	accepted: key.optional(),
	replies: z.array(reply).default([]),
});
export type ThreadEntry = z.output<typeof thread>;

/** The threads of some files, in the order of the files. */
export const readThreads = (...files: string[]): ThreadEntry[] =>
	files.flatMap((file) => readCorpus(file, z.strictObject({ threads: z.array(thread) })).threads);

/** How many posts the threads hold, opening texts included. */
export const countPosts = (threads: readonly ThreadEntry[]): number =>
	threads.reduce((sum, { replies }) => sum + 1 + replies.length, 0);
