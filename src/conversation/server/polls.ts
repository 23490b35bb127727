import type { Kysely } from 'kysely';
import * as z from 'zod';
import { refuse } from '#platform/refusal.ts';
import { announce } from '#platform/server/live.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { instantOf, isCalendarDate, isWallTime } from '#platform/time.ts';
import { pollIsClosed, pollShown } from '#conversation/poll.ts';
import { spaceGround, threadGround } from '#conversation/server/grounds.ts';
import { ballotMark } from '#conversation/server/marks.ts';
import { beginThread, body } from '#conversation/server/threads.ts';
import { assertHouseRulesAccepted } from '#conversation/server/writing.ts';

const choice = z.union([z.boolean(), z.stringbool()]);
const longestDays = 366;

export const startPoll = verb({
	name: 'startPoll',
	method: 'post',
	path: '/spaces/{spaceId}/polls',
	summary: 'Start a thread that lets people vote, by name or in secret',
	scope: 'community:write',
	who: ['member', 'organiser'],
	at: spaceGround,
	status: 201,
	input: z.object({
		spaceId: z.uuid(),
		title: z.string().trim().min(3).max(200),
		body,
		options: z.array(z.string().trim().min(1).max(200)).min(2).max(10),
		multiple: choice.default(false).describe('Whether one may choose several'),
		secret: choice.default(false).describe('Whether nobody learns who chose what; counted when it is over'),
		shown: z.enum(pollShown).default('voted').describe('When counts are shown; of a secret poll always `closed`'),
		closesAt: z
			.string()
			.refine((typed) => typed === '' || isLocalMoment(typed))
			.default('')
			.describe('Date and time on the clocks of the community, such as 2026-11-12T17:00; empty for no end'),
	}),
	output: z.object({ threadId: z.uuid(), postId: z.uuid() }),
	async run(scene, input) {
		const { trx, now } = scene;
		if (new Set(input.options.map((label) => label.toLocaleLowerCase())).size < input.options.length)
			refuse('poll_options_same', { status: 422, field: 'options' });
		const end = await endOf(scene, input.closesAt);
		if (input.secret && !end) refuse('poll_secret_without_end', { status: 422, field: 'closesAt' });
		if (end && (end.closesAt <= now || end.closesAt.getTime() > now.getTime() + longestDays * 86_400_000))
			refuse('poll_end_out_of_range', { status: 422, field: 'closesAt' });
		const begun = await beginThread(scene, { ...input, kind: 'poll' }, `poll:${input.spaceId}`);
		await trx
			.insertInto('poll')
			.values({
				threadId: begun.threadId,
				communityId: begun.communityId,
				multiple: input.multiple,
				secret: input.secret,
				shown: input.secret ? 'closed' : input.shown,
				...end,
			})
			.execute();
		await trx
			.insertInto('pollOption')
			.values(input.options.map((label, position) => ({ threadId: begun.threadId, position, label })))
			.execute();
		return { threadId: begun.threadId, postId: begun.postId };
	},
});

const isLocalMoment = (typed: string): boolean => {
	const [date = '', time = '', ...more] = typed.split('T');
	return isCalendarDate(date) && isWallTime(time) && more.length === 0;
};

/** The end as typed, in the zone of the cohort or, where there is none, of whoever typed it. */
async function endOf(scene: Scene, typed: string): Promise<{ closesAt: Date; timeZone: string } | null> {
	const [date, time] = typed.split('T');
	if (!date || !time) return null;
	const cohort = await scene.trx
		.selectFrom('cohort')
		.select('timeZone')
		.where('id', '=', scene.place.cohortId)
		.executeTakeFirst();
	const timeZone = cohort?.timeZone ?? signedIn(scene).timeZone;
	return { closesAt: instantOf(date, time, timeZone), timeZone };
}

/** The whole of one's vote, as it is to be from now on. Traceless, since who voted in secret is nobody's business. */
export const castBallot = verb({
	name: 'castBallot',
	method: 'put',
	path: '/threads/{threadId}/ballot',
	summary: 'Vote, or change one’s vote; without options it is taken back',
	scope: 'community:write',
	who: ['member', 'organiser'],
	at: threadGround,
	traceless: true,
	input: z.object({ threadId: z.uuid(), optionIds: z.array(z.uuid()).max(10).default([]) }),
	output: z.object({ voted: z.boolean() }),
	async run(scene, { threadId, optionIds }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		await assertHouseRulesAccepted(scene);
		const poll = await openPoll(scene, threadId);
		if (pollIsClosed(poll, now)) refuse('poll_closed');
		const chosen = [...new Set(optionIds)];
		if (chosen.length > 1 && !poll.multiple) refuse('poll_one_choice', { status: 422, field: 'optionIds' });
		const own = poll.secret ? { mark: ballotMark(threadId, userId), voterId: null } : { mark: null, voterId: userId };
		await announce(trx, `community:${poll.communityId}`);
		if (chosen.length === 0) {
			const ballot = trx.deleteFrom('ballot').where('threadId', '=', threadId);
			await (own.mark ? ballot.where('mark', '=', own.mark) : ballot.where('voterId', '=', userId)).execute();
			return { voted: false };
		}
		// The same person voting in two windows: the second waits here for the first, and then replaces its choice.
		const { id: ballotId } = await trx
			.insertInto('ballot')
			.values({ threadId, communityId: poll.communityId, ...own })
			.onConflict((c) => c.columns(['threadId', own.mark ? 'mark' : 'voterId']).doUpdateSet({ threadId }))
			.returning('id')
			.executeTakeFirstOrThrow();
		await trx.deleteFrom('ballotChoice').where('ballotId', '=', ballotId).execute();
		const { numInsertedOrUpdatedRows: kept } = await trx
			.insertInto('ballotChoice')
			.columns(['ballotId', 'optionId', 'threadId'])
			.expression((e) =>
				e
					.selectFrom('pollOption')
					.select([e.val(ballotId).as('ballotId'), 'id', 'threadId'])
					.where('threadId', '=', threadId)
					.where('id', 'in', chosen),
			)
			.executeTakeFirstOrThrow();
		if (Number(kept) !== chosen.length) refuse('poll_option_unknown', { status: 422, field: 'optionIds' });
		return { voted: true };
	},
});

/** Held, so that nobody votes while it is being closed. */
async function openPoll({ trx }: Scene, threadId: string) {
	const poll = await trx
		.selectFrom('poll as p')
		.innerJoin('thread as t', 't.id', 'p.threadId')
		.innerJoin('post as o', (join) => join.onRef('o.threadId', '=', 't.id').on('o.opening', '=', true))
		.select(['p.communityId', 'p.multiple', 'p.secret', 'p.closesAt', 'p.closedAt', 't.deletedAt', 'o.hiddenAt'])
		.where('p.threadId', '=', threadId)
		.forShare('p')
		.executeTakeFirst();
	if (!poll) refuse('no_poll');
	if (poll.deletedAt || poll.hiddenAt) refuse('thread_deleted');
	return poll;
}

export const closePoll = verb({
	name: 'closePoll',
	method: 'put',
	path: '/threads/{threadId}/poll/end',
	summary: 'Close a poll before its time, for good',
	scope: 'community:write',
	who: ['owner', 'acting', 'companion', 'manager'],
	at: threadGround,
	input: z.object({ threadId: z.uuid() }),
	output: z.object({ closedAt: z.date() }),
	async run(scene, { threadId }) {
		const { trx, now } = scene;
		if (!scene.roles.has('member') && !scene.roles.has('organiser')) refuse('forbidden', { status: 403 });
		const poll = await trx
			.selectFrom('poll')
			.select(['communityId', 'closesAt', 'closedAt'])
			.where('threadId', '=', threadId)
			.forUpdate()
			.executeTakeFirst();
		if (!poll) refuse('no_poll');
		if (pollIsClosed(poll, now)) refuse('poll_closed');
		await trx
			.updateTable('poll')
			.set({ closedAt: now, closedBy: signedIn(scene).userId })
			.where('threadId', '=', threadId)
			.execute();
		await sealPolls(trx, now);
		await announce(trx, `community:${poll.communityId}`);
		return { closedAt: now };
	},
});

/**
 * Takes the marks off the ballots of secret polls that are over: from then on they belong to nobody, not even for whoever
 * holds the database and the key.
 */
export async function sealPolls(db: Kysely<DB>, now: Date): Promise<void> {
	await db
		.updateTable('ballot as b')
		.from('poll as p')
		.set({ mark: null })
		.whereRef('p.threadId', '=', 'b.threadId')
		.where('b.mark', 'is not', null)
		.where((e) => e.or([e('p.closedAt', '<=', now), e('p.closesAt', '<=', now)]))
		.execute();
}
