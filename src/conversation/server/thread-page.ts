import { sql } from 'kysely';
import * as z from 'zod';
import { markdownToHtml } from '#platform/markdown.ts';
import { verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { draftFiles, draftOf } from '#conversation/server/drafts.ts';
import { threadGround } from '#conversation/server/grounds.ts';

/** Top posts a page; their replies come with them. */
const pageSize = 40;

type PostRow = {
	id: string;
	parentId: string | null;
	sequence: number;
	opening: boolean;
	body: string;
	revision: number;
	createdAt: Date;
	editedAt: Date | null;
	hiddenAt: Date | null;
	deletedAt: Date | null;
	deletedBy: string | null;
	authorId: string;
	authorName: string;
	employer: string;
	pictureFileId: string | null;
	role: string | null;
	acting: boolean;
	files: { id: string; name: string; bytes: number; picture: boolean }[];
};

export const threadPage = verb({
	name: 'threadPage',
	method: 'get',
	path: '/threads/{threadId}',
	summary: 'A thread with its posts, from the given sequence or the first unread one',
	scope: 'community:read',
	who: ['member', 'observer', 'organiser', 'former'],
	at: threadGround,
	input: z.object({ threadId: z.uuid(), from: z.coerce.number().int().min(0).optional() }),
	async run(scene, input) {
		const thread = await threadHead(scene, input.threadId);
		const senior = scene.roles.has('companion') || scene.roles.has('manager');
		if (thread.deletedAt && !senior && thread.deletedBy !== scene.viewer?.userId) refuse('not_found', { status: 404 });
		const from = input.from ?? (await startOfPage(scene, input.threadId, thread.visitSequence));
		const rows = await postRows(scene, input.threadId, from);
		const posts = rows.map((row) => postView(row, scene, thread.visitSequence));
		const shown = new Set(posts.filter((post) => post.parentId === null).map((post) => post.id));
		const draft = scene.viewer ? await draftOf(scene.trx, scene.viewer.userId, `reply:${input.threadId}`) : null;
		const last = Math.max(0, ...rows.map((row) => row.sequence));
		return {
			thread: { ...thread, people: new Set(rows.map((row) => row.authorId)).size },
			posts: posts.filter((post) => post.parentId === null || shown.has(post.parentId)),
			lastSequence: last,
			firstNew: posts.find((post) => post.isNew)?.id ?? null,
			earlier: from > 0 && (await hasEarlier(scene, input.threadId, from)),
			later: await laterFrom(
				scene,
				input.threadId,
				posts.filter((post) => post.parentId === null).at(-1)?.sequence ?? 0,
			),
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
				't.createdAt',
				't.deletedAt',
				't.deletedBy',
				's.id as spaceId',
				's.slug as spaceSlug',
				's.name as spaceName',
				'r.visitedAt',
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

/** The page starts so that the first unread post is on it: as many top posts as fit before it. */
async function startOfPage({ trx }: Scene, threadId: string, visitSequence: number): Promise<number> {
	const { rows } = await sql<{ start: number | null }>`
		select min(sequence) as start from (
			select sequence from post where thread_id = ${threadId} and parent_id is null
				and sequence <= coalesce((select min(coalesce(q.sequence, p.sequence)) from post p left join post q on q.id = p.parent_id
					where p.thread_id = ${threadId} and p.sequence > ${visitSequence}), (select max(sequence) from post where thread_id = ${threadId}))
			order by sequence desc limit ${pageSize / 2}
		) as before`.execute(trx);
	const { rows: first } = await sql<{
		n: number;
	}>`select count(*)::int as n from post where thread_id = ${threadId} and parent_id is null`.execute(trx);
	return (first[0]?.n ?? 0) <= pageSize ? 0 : (rows[0]?.start ?? 0);
}

async function postRows({ trx, now }: Scene, threadId: string, from: number): Promise<PostRow[]> {
	const { rows } = await sql<PostRow>`
		with top as (
			select id, sequence from post where thread_id = ${threadId} and parent_id is null and sequence >= ${from}
			order by sequence limit ${pageSize}
		)
		select p.id, p.parent_id as "parentId", p.sequence, p.opening, p.body, p.revision,
			p.created_at as "createdAt", p.edited_at as "editedAt", p.hidden_at as "hiddenAt", p.deleted_at as "deletedAt", p.deleted_by as "deletedBy",
			u.id as "authorId", u.name as "authorName", u.employer, u.picture_file_id as "pictureFileId",
			(select case when bool_or(m.role = 'companion') then 'companion' when bool_or(m.role = 'manager') then 'manager'
				when exists(select from staff_assignment a join cohort k on k.id = a.cohort_id where k.community_id = p.community_id
					and a.user_id = p.author_id and a.role = 'organiser' and a.ended_at is null) then 'organiser' end
				from membership m where m.community_id = p.community_id and m.user_id = p.author_id and m.ended_at is null) as role,
			exists(select from shift s where s.community_id = p.community_id and s.user_id = p.author_id and s.removed_at is null
				and s.starts_at <= ${now} and ${now} < s.ends_at) as acting,
			coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'bytes', f.bytes, 'picture', f.inline_picture) order by a.position)
				from post_file a join file f on f.id = a.file_id where a.post_id = p.id and f.removed_at is null), '[]') as files
		from top join post p on p.id = top.id or p.parent_id = top.id
		join "user" u on u.id = p.author_id
		order by top.sequence, p.sequence`.execute(trx);
	return rows;
}

function postView(row: PostRow, { viewer, roles }: Scene, visitSequence: number) {
	const own = row.authorId === viewer?.userId;
	const senior = roles.has('companion') || roles.has('manager') || roles.has('acting');
	const readable = !row.deletedAt && (!row.hiddenAt || own || senior);
	const { body, deletedBy, pictureFileId, ...rest } = row;
	return {
		...rest,
		picture: pictureFileId ? `/files/${pictureFileId}` : null,
		own,
		isNew: row.sequence > visitSequence && visitSequence > 0 && !own,
		html: readable ? markdownToHtml(body) : null,
		body: readable ? body : null,
		files: readable ? row.files : [],
		length: readable ? body.length : 0,
		mayRestore:
			row.deletedAt !== null && (deletedBy === viewer?.userId || roles.has('companion') || roles.has('manager')),
	};
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
