import { sql } from 'kysely';
import * as z from 'zod';
import { spaceGround, threadGround } from '#conversation/server/grounds.ts';
import { unawaited } from '#platform/server/transaction.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { ownWishes } from '#notifications/server/wishes.ts';
import { hearingOf, hearings } from '#notifications/wishes.ts';

const readers = ['member', 'observer', 'organiser', 'former'] as const;

const choice = z
	.union([z.enum(hearings), z.literal('').transform(() => null), z.null()])
	.describe('`all` follows, `least` mutes all but direct mentions; empty takes one’s choice back');

export const threadHearing = verb({
	name: 'threadHearing',
	method: 'get',
	path: '/threads/{threadId}/hearing',
	summary: 'How much one hears of a thread, what decided on it, and whether there is unread news of it',
	scope: 'notifications:read',
	who: readers,
	at: threadGround,
	input: z.object({ threadId: z.uuid() }),
	output: z.object({
		hearing: z.enum(hearings),
		because: z.enum(['thread', 'space', 'wrote', 'community', 'general']),
		news: z.boolean(),
	}),
	ahead: async (scene, { threadId }) =>
		ownWishes(scene.trx, signedIn(scene).userId, { communityId: scene.place.communityId, threadId }),
	run: async (_scene, _input, wishes) => ({ ...hearingOf(wishes), news: wishes.unread }),
});

export const hearThread = verb({
	name: 'hearThread',
	method: 'put',
	path: '/threads/{threadId}/hearing',
	summary: 'Follow a thread, hear of it only what concerns oneself, or mute it',
	scope: 'notifications:write',
	who: readers,
	at: threadGround,
	input: z.object({
		threadId: z.uuid(),
		hearing: choice,
	}),
	output: z.object({ hearing: z.enum(hearings).nullable() }),
	async run(scene, { threadId, hearing }) {
		const { trx, now, place } = scene;
		const { userId } = signedIn(scene);
		if (hearing === null)
			await trx.deleteFrom('threadWish').where('userId', '=', userId).where('threadId', '=', threadId).execute();
		else
			await trx
				.insertInto('threadWish')
				.values({ userId, threadId, communityId: place.communityId ?? '', hearing, chosenAt: now })
				.onConflict((c) => c.columns(['userId', 'threadId']).doUpdateSet({ hearing, chosenAt: now }))
				.execute();
		return { hearing };
	},
});

export const spaceHearing = verb({
	name: 'spaceHearing',
	method: 'get',
	path: '/spaces/{spaceId}/hearing',
	summary: 'How much one hears of what is written in a space, and what decided on it',
	scope: 'notifications:read',
	who: readers,
	at: spaceGround,
	input: z.object({ spaceId: z.uuid() }),
	output: z.object({ hearing: z.enum(hearings), because: z.enum(['space', 'wrote', 'community', 'general']) }),
	async run(scene, { spaceId }) {
		const { communityId } = scene.place;
		return hearingOf(await ownWishes(scene.trx, signedIn(scene).userId, { communityId, spaceId }));
	},
});

export const hearSpace = verb({
	name: 'hearSpace',
	method: 'put',
	path: '/spaces/{spaceId}/hearing',
	summary: 'Follow a space, hear of it only what concerns oneself, or mute it; single threads may be chosen otherwise',
	scope: 'notifications:write',
	who: readers,
	at: spaceGround,
	input: z.object({ spaceId: z.uuid(), hearing: choice }),
	output: z.object({ hearing: z.enum(hearings).nullable() }),
	async run(scene, { spaceId, hearing }) {
		const { trx, now, place } = scene;
		const { userId } = signedIn(scene);
		if (hearing === null)
			await trx.deleteFrom('spaceWish').where('userId', '=', userId).where('spaceId', '=', spaceId).execute();
		else
			await trx
				.insertInto('spaceWish')
				.values({ userId, spaceId, communityId: place.communityId ?? '', hearing, chosenAt: now })
				.onConflict((c) => c.columns(['userId', 'spaceId']).doUpdateSet({ hearing, chosenAt: now }))
				.execute();
		return { hearing };
	},
});

/** Whoever has a post before their eyes needs no news of it any more. */
export const readThreadNews = verb({
	name: 'readThreadNews',
	method: 'put',
	path: '/threads/{threadId}/news',
	summary: 'Mark the news about a thread as read, up to the post one has seen',
	scope: 'notifications:write',
	who: readers,
	at: threadGround,
	input: z.object({ threadId: z.uuid(), sequence: z.coerce.number().int().min(0) }),
	output: z.object({ read: z.int() }),
	incidental: true,
	async run(scene, { threadId, sequence }) {
		const { userId } = signedIn(scene);
		const { rows } = await sql<{ read: number }>`
			with seen as (
				update notification n set read_at = ${scene.now} from activity a join post p on p.id = a.subject_id
					${unawaited(scene)}
				where n.user_id = ${userId} and n.thread_id = ${threadId} and n.read_at is null and a.id = n.activity_id
					and p.thread_id = n.thread_id and p.sequence <= ${sequence}
				returning n.id
			), found as (select count(*) as read from seen)
			select read, case when read > 0 then announce(${`user:${userId}`}) end as told from found`.execute(scene.trx);
		return { read: rows[0]?.read ?? 0 };
	},
});
