import { sql, type Kysely } from 'kysely';
import * as z from 'zod';
import type { DB } from '#platform/server/schema.ts';
import { verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { communityGround } from '#community/server/standing.ts';
import { threadKinds } from '#conversation/server/threads.ts';

const pageSize = 25;
/** Unread posts of a thread are counted up to here. */
const mostUnread = 100;

export const talkPage = verb({
	name: 'talkPage',
	method: 'get',
	path: '/communities/{communityId}/threads',
	summary: 'Spaces and threads of a community, the latest first',
	scope: 'community:read',
	who: ['member', 'observer', 'organiser', 'former'],
	at: communityGround,
	input: z.object({
		communityId: z.uuid(),
		space: z.string().optional().describe('Slug of one space'),
		kind: z.enum(threadKinds).optional(),
		before: z
			.string()
			.regex(/^\d{4}-[^_]+_[0-9a-f-]{36}$/)
			.optional()
			.describe('Key of the last thread of the page before'),
	}),
	paged: 'before',
	async run({ trx, viewer, roles, now }, input) {
		const spaces = await trx
			.selectFrom('space')
			.select(['id', 'slug', 'name', 'description'])
			.where('communityId', '=', input.communityId)
			.where('archivedAt', 'is', null)
			.where('learningGroupId', 'is', null)
			.orderBy('position')
			.execute();
		const space = input.space
			? await trx
					.selectFrom('space')
					.select(['id', 'slug', 'name', 'description', 'archivedAt'])
					.where('communityId', '=', input.communityId)
					.where('slug', '=', input.space)
					.executeTakeFirst()
			: undefined;
		if (input.space && !space) refuse('not_found', { status: 404 });
		const [beforeAt, beforeId] = input.before?.split('_') ?? [];
		let query = trx
			.selectFrom('thread as t')
			.innerJoin('space as s', 's.id', 't.spaceId')
			.innerJoin('user as u', 'u.id', 't.authorId')
			.leftJoin('readState as r', (join) =>
				join.onRef('r.threadId', '=', 't.id').on('r.userId', '=', viewer?.userId ?? null),
			)
			.select([
				't.id',
				't.kind',
				't.title',
				't.postCount',
				't.createdAt',
				't.lastPostAt',
				't.pinnedAt',
				't.acceptedPostId',
				't.unitNumber',
				'u.name as authorName',
				'u.pictureFileId',
				's.name as spaceName',
				's.slug as spaceSlug',
			])
			.select((e) => [
				e
					.selectFrom('post as p')
					.innerJoin('user as a', 'a.id', 'p.authorId')
					.select('a.name')
					.whereRef('p.threadId', '=', 't.id')
					.orderBy('p.sequence', 'desc')
					.limit(1)
					.as('lastAuthorName'),
				e
					.selectFrom(
						e
							.selectFrom('post as p')
							.select('p.id')
							.whereRef('p.threadId', '=', 't.id')
							.where('p.sequence', '>', sql<number>`coalesce(r.sequence, 0)`)
							.where('p.authorId', '<>', viewer?.userId ?? '')
							.where('p.hiddenAt', 'is', null)
							.where('p.deletedAt', 'is', null)
							.limit(mostUnread)
							.as('fresh'),
					)
					.select((c) => c.fn.countAll<number>().as('n'))
					.as('unread'),
			])
			.where('t.communityId', '=', input.communityId)
			.where('t.deletedAt', 'is', null);
		if (space) query = query.where('t.spaceId', '=', space.id);
		if (input.kind) query = query.where('t.kind', '=', input.kind);
		if (beforeAt && beforeId)
			query = query.where(sql<boolean>`(t.last_post_at, t.id) < (${beforeAt}::timestamptz, ${beforeId}::uuid)`);
		const threads = await query
			.orderBy('t.lastPostAt', 'desc')
			.orderBy('t.id', 'desc')
			.limit(pageSize + 1)
			.execute();
		const page = threads.slice(0, pageSize);
		const last = page.at(-1);
		const pinned = page.filter((thread) => thread.pinnedAt);
		return {
			/** Threads with something unread, of the hundred that moved last. */
			newThreads: await newThreads(trx, input.communityId, viewer?.userId),
			spaces,
			space: space ?? null,
			threads: [...(input.before ? [] : pinned), ...page.filter((thread) => input.before || !thread.pinnedAt)].map(
				({ pictureFileId, ...thread }) => ({
					...thread,
					picture: pictureFileId ? `/files/${pictureFileId}` : null,
					unread: Number(thread.unread ?? 0),
				}),
			),
			next: threads.length > pageSize && last ? `${last.lastPostAt.toISOString()}_${last.id}` : null,
			mayWrite: roles.has('member') || roles.has('organiser'),
			mayAnnounce: ['acting', 'manager', 'companion', 'organiser'].some((role) => roles.has(role as 'acting')),
			now,
		};
	},
});

async function newThreads(trx: Kysely<DB>, communityId: string, userId: string | undefined): Promise<number> {
	if (!userId) return 0;
	const { rows } = await sql<{ threads: number }>`select unread_threads(${communityId}, ${userId}) as threads`.execute(
		trx,
	);
	return rows[0]?.threads ?? 0;
}
