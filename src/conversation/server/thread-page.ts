import { sql } from 'kysely';
import * as z from 'zod';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { draftFiles, draftOf } from '#conversation/server/drafts.ts';
import { threadGround } from '#conversation/server/grounds.ts';
import { pageSize, postRows, postView } from '#conversation/server/thread-posts.ts';

export const threadPage = verb({
	name: 'threadPage',
	method: 'get',
	path: '/threads/{threadId}',
	summary: 'A thread with its posts, from the given sequence, around a post, or from the first unread one',
	scope: 'community:read',
	who: ['member', 'observer', 'organiser', 'former'],
	at: threadGround,
	input: z.object({
		threadId: z.uuid(),
		from: z.coerce.number().int().min(0).optional(),
		at: z.uuid().optional().describe('A post that is to be on the page'),
	}),
	async run(scene, input) {
		const thread = await threadHead(scene, input.threadId);
		const senior = scene.roles.has('companion') || scene.roles.has('manager');
		if (thread.deletedAt && !senior && thread.deletedBy !== scene.viewer?.userId) refuse('not_found', { status: 404 });
		const from = input.from ?? (await startOfPage(scene, input.threadId, thread.visitSequence, input.at));
		const rows = await postRows(scene, input.threadId, from);
		const posts = rows.map((row) => postView(row, scene, thread.visitSequence));
		const draft = scene.viewer ? await draftOf(scene.trx, scene.viewer.userId, `reply:${input.threadId}`) : null;
		return {
			thread: { ...thread, people: new Set(rows.map((row) => row.authorId)).size },
			posts,
			lastSequence: await readBy(scene, thread, rows),
			firstNew: posts.find((post) => post.isNew)?.id ?? null,
			earlier: from > 0 && (await hasEarlier(scene, input.threadId, from)),
			later: await laterFrom(scene, input.threadId, posts.findLast(({ depth }) => depth === 0)?.sequence ?? 0),
			draft: draft?.body['body'] ?? '',
			draftFiles: await draftFiles(scene, draft?.body['fileIds']),
			draftSavedAt: draft?.savedAt ?? null,
			may: {
				write: (scene.roles.has('member') || scene.roles.has('organiser')) && !thread.deletedAt,
				moderate: ['acting', 'companion', 'manager'].some((role) => scene.roles.has(role as 'acting')),
				remove: senior,
				accept:
					thread.kind === 'question' &&
					scene.roles.has('member') &&
					(thread.authorId === scene.viewer?.userId || senior || scene.roles.has('acting')),
				feedback: scene.roles.has('companion'),
			},
		};
	},
});

async function threadHead({ trx, viewer, now }: Scene, threadId: string) {
	return (
		trx
			.selectFrom('thread as t')
			.innerJoin('space as s', 's.id', 't.spaceId')
			.innerJoin('user as u', 'u.id', 't.authorId')
			.leftJoin('readState as r', (join) =>
				join.onRef('r.threadId', '=', 't.id').on('r.userId', '=', viewer?.userId ?? null),
			)
			.select([
				't.id',
				't.communityId',
				't.kind',
				't.title',
				't.authorId',
				'u.name as authorName',
				'u.pictureFileId',
				't.unitNumber',
				't.submissionId',
				't.pinnedAt',
				't.acceptedPostId',
				't.postCount',
				't.lastSequence',
				't.createdAt',
				't.deletedAt',
				't.deletedBy',
				's.id as spaceId',
				's.slug as spaceSlug',
				's.name as spaceName',
				'r.visitedAt',
				'r.sequence as readSequence',
			])
			// Within half an hour the line stays where the last visit ended; afterwards it moves to where one has read to.
			.select(
				sql<number>`coalesce(case when r.visited_at < ${now}::timestamptz - interval '30 minutes' then r.sequence else r.visit_sequence end, 0)`.as(
					'visitSequence',
				),
			)
			.where('t.id', '=', threadId)
			.executeTakeFirstOrThrow()
	);
}

/** Up to where somebody has read who has now seen these posts: nothing unread on another page is passed over. */
async function readBy(
	scene: Scene,
	thread: { id: string; lastSequence: number; readSequence: number | null },
	shown: readonly { id: string }[],
): Promise<number> {
	const unseen = await scene.trx
		.selectFrom('post')
		.select((e) => e.fn.min<number | null>('sequence').as('first'))
		.where('threadId', '=', thread.id)
		.where('sequence', '>', thread.readSequence ?? 0)
		.where('authorId', '<>', signedIn(scene).userId)
		.where('hiddenAt', 'is', null)
		.where('deletedAt', 'is', null)
		.where((e) => e.not(e('id', '=', e.fn.any(e.val(shown.map(({ id }) => id))))))
		.executeTakeFirstOrThrow();
	return unseen.first === null ? thread.lastSequence : Math.min(unseen.first - 1, thread.lastSequence);
}

/** The page starts so that this post, or the first unread one, is on it: as many top posts as fit before it. */
async function startOfPage({ trx }: Scene, threadId: string, visitSequence: number, at?: string): Promise<number> {
	const wanted = at ? sql`p.id = ${at}` : sql`p.sequence > ${visitSequence}`;
	const { rows } = await sql<{ start: number | null; tops: number }>`
		select min(sequence) as start, (select count(*)::int from post where thread_id = ${threadId} and parent_id is null) as tops
		from (
			select sequence from post where thread_id = ${threadId} and parent_id is null
				and sequence <= coalesce((select min(coalesce(top.sequence, above.sequence, p.sequence)) from post p
					left join post above on above.id = p.parent_id left join post top on top.id = above.parent_id
					where p.thread_id = ${threadId} and ${wanted}), (select max(sequence) from post where thread_id = ${threadId}))
			order by sequence desc limit ${pageSize / 2}
		) as before`.execute(trx);
	const [found] = rows;
	return found && found.tops > pageSize ? (found.start ?? 0) : 0;
}

async function hasEarlier({ trx }: Scene, threadId: string, from: number): Promise<boolean> {
	const row = await trx
		.selectFrom('post')
		.select('id')
		.where('threadId', '=', threadId)
		.where('parentId', 'is', null)
		.where('sequence', '<', from)
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}

async function laterFrom({ trx }: Scene, threadId: string, after: number): Promise<number | null> {
	const row = await trx
		.selectFrom('post')
		.select('sequence')
		.where('threadId', '=', threadId)
		.where('parentId', 'is', null)
		.where('sequence', '>', after)
		.orderBy('sequence')
		.limit(1)
		.executeTakeFirst();
	return row?.sequence ?? null;
}
