import * as z from 'zod';
import { flagReasons } from '#conversation/flag-reasons.ts';
import { pollShown, type PollShown } from '#conversation/poll.ts';
import { reactionKinds, type ReactionKind } from '#conversation/reactions.ts';
import { key, momentShape, readCorpus, text, type Moment } from '#demo/corpus/file.ts';

export type FlagEntry<At> = {
	by: string;
	at: At;
	reason: (typeof flagReasons)[number];
	body: string;
	decision?: { by: string; at: At; outcome: 'kept' | 'hidden'; body: string } | undefined;
};
export type PostEntry<At> = {
	author: string;
	at: At;
	body: string;
	feedback?: { by: string; at: At; criterion?: number | undefined; body: string } | undefined;
	flag?: FlagEntry<At> | undefined;
	edit?: { at: At; body: string } | undefined;
	deleted?: { at: At } | undefined;
	reactions?: Partial<Record<ReactionKind, string[]>> | undefined;
};
export type ReplyEntry<At> = PostEntry<At> & {
	key?: string | undefined;
	to?: string | undefined;
	quote?: { of: string; passage: string } | undefined;
};
export type PollEntry<At> = {
	options: string[];
	multiple: boolean;
	secret: boolean;
	shown: PollShown;
	closes: At;
	/** Who chose which options, by their numbers. */
	votes: readonly { by: string; choose: number[] }[];
};
export type ThreadEntry<At> = PostEntry<At> & {
	key: string;
	space: string;
	kind: string;
	title: string;
	pinned?: true | undefined;
	accepted?: string | undefined;
	poll?: PollEntry<At> | undefined;
	replies: readonly ReplyEntry<At>[];
};

/** A thread whose posts tell the time as `moment` says. */
export function threadShape<At>(moment: z.ZodType<At>): z.ZodType<ThreadEntry<At>> {
	const decision = z.strictObject({ by: key, at: moment, outcome: z.enum(['kept', 'hidden']), body: text });
	const written = {
		author: key,
		at: moment,
		body: text,
		feedback: z
			.strictObject({ by: key, at: moment, criterion: z.int().min(1).max(5).optional(), body: text })
			.optional(),
		flag: z
			.strictObject({
				by: key,
				at: moment,
				reason: z.enum(flagReasons),
				body: text,
				decision: decision.optional(),
			})
			.optional(),
		edit: z.strictObject({ at: moment, body: text }).optional(),
		deleted: z.strictObject({ at: moment }).optional(),
		reactions: z.partialRecord(z.enum(reactionKinds), z.array(key).min(1)).optional(),
	};
	const poll = z.strictObject({
		options: z.array(text).min(2).max(10),
		multiple: z.boolean(),
		secret: z.boolean(),
		shown: z.enum(pollShown),
		closes: moment,
		votes: z.array(z.strictObject({ by: key, choose: z.array(z.int().min(1).max(10)).min(1) })),
	});
	const quote = z.strictObject({ of: key, passage: text }).optional();
	const reply = z.strictObject({ key: key.optional(), to: key.optional(), quote, ...written });
	return z.strictObject({
		key,
		space: key,
		kind: z.enum(['discussion', 'question', 'article', 'announcement', 'result', 'poll']),
		title: text,
		...written,
		pinned: z.literal(true).optional(),
		accepted: key.optional(),
		poll: poll.optional(),
		replies: z.array(reply).default([]),
	});
}

const threads = z.strictObject({ threads: z.array(threadShape(momentShape)) });

/** The threads of some files, in the order of the files. */
export const readThreads = (...files: string[]): ThreadEntry<Moment>[] =>
	files.flatMap((file) => readCorpus(file, threads).threads);

/** How many posts the threads hold, opening texts included. */
export const countPosts = (list: readonly ThreadEntry<unknown>[]): number =>
	list.reduce((sum, { replies }) => sum + 1 + replies.length, 0);
