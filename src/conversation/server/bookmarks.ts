import { sql } from 'kysely';
import * as z from 'zod';
import { excerpt } from '#platform/markdown.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { here } from '#platform/server/here.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { postGround, threadGround } from '#conversation/server/grounds.ts';

const pageSize = 25;
const excerptLength = 180;

/** The opening post stands for its thread. What one keeps for oneself is nobody else's affair, and nobody is told. */
export const bookmarkPost = verb({
	name: 'bookmarkPost',
	method: 'put',
	path: '/posts/{postId}/bookmark',
	summary: 'Keep a post, or with its opening post a thread, to come back to; or let it go',
	scope: 'community:write',
	who: ['member', 'observer', 'organiser', 'former'],
	at: postGround,
	input: z.object({
		postId: z.uuid(),
		bookmarked: z.union([z.boolean(), z.stringbool()]).default(true),
		note: z
			.string()
			.trim()
			.max(200)
			.regex(/^[^\n\r]*$/)
			.optional()
			.describe('One line for oneself; without it an earlier one stays'),
	}),
	output: z.object({ bookmarked: z.boolean() }),
	async run(scene, { postId, bookmarked, note }) {
		const { trx, now, roles } = scene;
		const { userId } = signedIn(scene);
		if (!bookmarked) {
			await trx.deleteFrom('bookmark').where('userId', '=', userId).where('postId', '=', postId).execute();
			return { bookmarked };
		}
		const post = await trx
			.selectFrom('post as p')
			.innerJoin('thread as t', 't.id', 'p.threadId')
			.select(['p.authorId', 'p.opening', 'p.hiddenAt', 'p.deletedAt', 't.deletedAt as threadDeletedAt'])
			.where('p.id', '=', postId)
			.executeTakeFirstOrThrow();
		if (post.deletedAt || post.threadDeletedAt) refuse('post_gone');
		const senior = (['acting', 'companion', 'manager'] as const).some((role) => roles.has(role));
		if (post.hiddenAt && !post.opening && !senior && post.authorId !== userId) throw notFound();
		await trx
			.insertInto('bookmark')
			.values({ userId, postId, note: note ?? '', at: now })
			.onConflict((c) => c.columns(['userId', 'postId']).doUpdateSet((e) => ({ note: note ?? e.ref('bookmark.note') })))
			.execute();
		return { bookmarked };
	},
});

type Row = {
	id: string;
	postId: string;
	note: string;
	at: Date;
	opening: boolean;
	body: string | null;
	writtenAt: Date;
	authorName: string;
	threadId: string;
	title: string;
	communityId: string;
	communityName: string;
};

/** Only what one may read at this moment: what was deleted, hidden or left is not even counted, and comes back with the right. */
export const bookmarksPage = verb({
	name: 'bookmarksPage',
	method: 'get',
	path: '/me/bookmarks',
	summary: 'The posts and threads one has kept, the newest first',
	scope: 'community:read',
	who: ['person'],
	at: here,
	input: z.object({
		before: z
			.string()
			.regex(/^\d{4}-[^_]+_[0-9a-f-]{36}$/)
			.optional()
			.describe('Key of the last bookmark of the page before'),
	}),
	paged: 'before',
	async run(scene, { before }) {
		const { userId } = signedIn(scene);
		const [beforeAt = null, beforeId = null] = before?.split('_') ?? [];
		const { rows } = await sql<Row>`
			select b.id, b.post_id as "postId", b.note, b.at, p.opening, p.created_at as "writtenAt", u.name as "authorName",
				case when p.hidden_at is null or s.senior or p.author_id = ${userId} then p.body end as body,
				t.id as "threadId", t.title, c.id as "communityId", c.name as "communityName"
			from bookmark b join post p on p.id = b.post_id join thread t on t.id = p.thread_id
			join "user" u on u.id = p.author_id join community c on c.id = p.community_id
			cross join lateral (select
				exists(select from membership m where m.community_id = c.id and m.user_id = ${userId} and m.ended_at is null) as inside,
				exists(select from cohort k join organisation_role o on o.organisation_id = k.organisation_id
					where k.community_id = c.id and o.user_id = ${userId} and o.role = 'organiser' and o.ended_at is null)
					or exists(select from cohort k join staff_assignment a on a.cohort_id = k.id where k.community_id = c.id
						and a.user_id = ${userId} and a.role = 'organiser' and a.started_at <= ${scene.now}
						and (a.ended_at is null or a.ended_at > ${scene.now})) as organises,
				exists(select from membership m where m.community_id = c.id and m.user_id = ${userId} and m.ended_at is null
					and m.role = 'companion')
					or exists(select from managers_at(c.id, ${scene.now}) g where g.user_id = ${userId})
					or exists(select from shift h where h.community_id = c.id and h.user_id = ${userId} and h.removed_at is null
						and h.starts_at <= ${scene.now} and ${scene.now} < h.ends_at) as senior) s
			where b.user_id = ${userId} and (s.inside or s.organises) and t.deleted_at is null and p.deleted_at is null
				and (p.hidden_at is null or p.opening or s.senior or p.author_id = ${userId})
				and (${beforeAt}::timestamptz is null or (b.at, b.id) < (${beforeAt}::timestamptz, ${beforeId}::uuid))
			order by b.at desc, b.id desc limit ${pageSize + 1}`.execute(scene.trx);
		const shown = rows.slice(0, pageSize);
		const last = shown.at(-1);
		return {
			bookmarks: shown.map(({ body, ...row }) => ({ ...row, excerpt: body ? excerpt(body, excerptLength) : '' })),
			next: rows.length > pageSize && last ? `${last.at.toISOString()}_${last.id}` : null,
		};
	},
});

export const threadBookmarks = verb({
	name: 'threadBookmarks',
	method: 'get',
	path: '/threads/{threadId}/bookmarks',
	summary: 'Which posts of a thread one has kept',
	scope: 'community:read',
	who: ['member', 'observer', 'organiser', 'former'],
	at: threadGround,
	input: z.object({ threadId: z.uuid() }),
	output: z.object({ postIds: z.array(z.uuid()) }),
	async run(scene, { threadId }) {
		const kept = await scene.trx
			.selectFrom('bookmark as b')
			.innerJoin('post as p', 'p.id', 'b.postId')
			.select('p.id')
			.where('b.userId', '=', signedIn(scene).userId)
			.where('p.threadId', '=', threadId)
			.execute();
		return { postIds: kept.map(({ id }) => id) };
	},
});
