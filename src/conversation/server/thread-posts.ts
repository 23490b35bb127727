import { sql } from 'kysely';
import { markdownToHtml } from '#platform/markdown.ts';
import type { Scene } from '#platform/server/verb.ts';
import { inReactionOrder, type Reaction } from '#conversation/reactions.ts';

/** Top posts a page; their replies come with them. */
export const pageSize = 40;
/** People named at a reaction; of further ones the number says enough. */
const mostNames = 20;

export type PostRow = {
	id: string;
	parentId: string | null;
	/** 0 for the opening text and what answers the thread, 1 and 2 for replies. */
	depth: number;
	/** Whom it answers, where that is not who wrote the post it hangs below. */
	answersName: string | null;
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
	reactions: Reaction[];
};

/** A page's posts in reading order: each answer below what it answers, earlier ones first. */
export async function postRows({ trx, now, viewer }: Scene, threadId: string, from: number): Promise<PostRow[]> {
	const { rows } = await sql<PostRow>`
		with top as (
			select id, sequence from post where thread_id = ${threadId} and parent_id is null and sequence >= ${from}
			order by sequence limit ${pageSize}
		), first as (
			select p.id, p.sequence, top.sequence as top from top join post p on p.parent_id = top.id
		), placed as (
			select id, 0 as depth, sequence as a, 0 as b, 0 as c from top
			union all select id, 1, top, sequence, 0 from first
			union all select p.id, 2, first.top, first.sequence, p.sequence from first join post p on p.parent_id = first.id
		)
		select p.id, p.parent_id as "parentId", placed.depth, p.sequence,
			(select v.name from post w join "user" v on v.id = w.author_id where w.id = p.answers_id) as "answersName",
			p.opening, p.body, p.revision,
			p.created_at as "createdAt", p.edited_at as "editedAt", p.hidden_at as "hiddenAt", p.deleted_at as "deletedAt", p.deleted_by as "deletedBy",
			u.id as "authorId", u.name as "authorName", u.employer, u.picture_file_id as "pictureFileId",
			(select case when bool_or(m.role = 'companion') then 'companion' when bool_or(m.role = 'manager') then 'manager'
				when exists(select from staff_assignment a join cohort k on k.id = a.cohort_id where k.community_id = p.community_id
					and a.user_id = p.author_id and a.role = 'organiser' and a.ended_at is null) then 'organiser' end
				from membership m where m.community_id = p.community_id and m.user_id = p.author_id and m.ended_at is null) as role,
			exists(select from shift s where s.community_id = p.community_id and s.user_id = p.author_id and s.removed_at is null
				and s.starts_at <= ${now} and ${now} < s.ends_at) as acting,
			coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'bytes', f.bytes, 'picture', f.inline_picture) order by a.position)
				from post_file a join file f on f.id = a.file_id where a.post_id = p.id and f.removed_at is null), '[]') as files,
			coalesce((select json_agg(said) from (
				select r.kind, count(*)::int as count, bool_or(r.user_id = ${viewer?.userId ?? null}) as own,
					(array_agg(s.name order by r.reacted_at, s.name))[1:${sql.lit(mostNames)}] as names
				from reaction r join "user" s on s.id = r.user_id where r.post_id = p.id group by r.kind) as said), '[]') as reactions
		from placed join post p on p.id = placed.id
		join "user" u on u.id = p.author_id
		order by placed.a, placed.b, placed.c`.execute(trx);
	return rows;
}

export function postView(row: PostRow, { viewer, roles }: Scene, visitSequence: number) {
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
		reactions: readable ? inReactionOrder(row.reactions) : [],
		length: readable ? body.length : 0,
		mayRestore:
			row.deletedAt !== null && (deletedBy === viewer?.userId || roles.has('companion') || roles.has('manager')),
	};
}
