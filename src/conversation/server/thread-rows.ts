import { sql } from 'kysely';
import type { Scene } from '#platform/server/verb.ts';
import type { PostRow } from '#conversation/server/thread-posts.ts';
import { shownPosts, type Wanted } from '#conversation/server/thread-window.ts';

export type ThreadHead = {
	id: string;
	communityId: string;
	kind: string;
	title: string;
	authorId: string;
	authorName: string;
	pictureFileId: string | null;
	unitNumber: number | null;
	submissionId: string | null;
	pinnedAt: Date | null;
	acceptedPostId: string | null;
	postCount: number;
	people: number;
	createdAt: Date;
	deletedAt: Date | null;
	deletedBy: string | null;
	spaceId: string;
	spaceSlug: string;
	spaceName: string;
	visitedAt: Date | null;
};

/** People named at a reaction; of further ones the number says enough. */
const mostNames = 20;

type Row = ThreadHead & {
	/** The sequence up to which one had read before this visit; 0 for never. */
	visit: number;
	/** The same by now. */
	read: number;
	/** Up to which one has read with this page: everything unread up to it is shown. */
	reads: number;
	posts: PostRow[];
	/** Of the newest post. */
	lastSequence: number;
	earlier: boolean;
	/** Key of the first post after this page. */
	later: string | null;
	draft: Record<string, string> | null;
	draftSavedAt: Date | null;
};

/** A thread with a page of its posts, and what its reader was writing there, in one query whatever its length. */
export async function threadRows(
	scene: Pick<Scene, 'trx' | 'now' | 'viewer'>,
	threadId: string,
	wanted: Wanted,
): Promise<Row> {
	const { trx, now } = scene;
	const userId = scene.viewer?.userId ?? null;
	const { rows } = await sql<Row>`
		with head as materialized (
			select t.id, t.community_id as "communityId", t.kind, t.title, t.author_id as "authorId", u.name as "authorName",
				u.picture_file_id as "pictureFileId", t.unit_number as "unitNumber", t.submission_id as "submissionId",
				t.pinned_at as "pinnedAt", t.accepted_post_id as "acceptedPostId", t.post_count as "postCount", t.people,
				t.created_at as "createdAt", t.deleted_at as "deletedAt", t.deleted_by as "deletedBy", t.last_sequence,
				s.id as "spaceId", s.slug as "spaceSlug", s.name as "spaceName", r.visited_at as "visitedAt", coalesce(r.sequence, 0) as read,
				-- Within half an hour the line stays where the last visit ended; afterwards it moves to where one has read to.
				coalesce(case when r.visited_at < ${now}::timestamptz - interval '30 minutes' then r.sequence else r.visit_sequence end, 0) as visit
			from thread t join space s on s.id = t.space_id join "user" u on u.id = t.author_id
			left join read_state r on r.thread_id = t.id and r.user_id = ${userId}
			where t.id = ${threadId}
		),
		${shownPosts(wanted, threadId, userId)},
		posts as (
			select p.id, p.parent_id as "parentId", array_to_string(p.place, '.') as place, cardinality(p.place) - 1 as depth,
				(select v.name from post w join "user" v on v.id = w.author_id where w.id = p.answers_id) as "answersName",
				p.sequence, p.opening, p.body, p.revision,
				p.created_at as "createdAt", p.edited_at as "editedAt", p.hidden_at as "hiddenAt", p.deleted_at as "deletedAt",
				p.deleted_by as "deletedBy", u.id as "authorId", u.name as "authorName", u.erased_at is not null as former, u.employer, u.picture_file_id as "pictureFileId",
				(select case when bool_or(m.role = 'companion') then 'companion' when bool_or(m.role = 'manager') then 'manager'
					when exists(select from staff_assignment a join cohort k on k.id = a.cohort_id where k.community_id = p.community_id
						and a.user_id = p.author_id and a.role = 'organiser' and a.ended_at is null) then 'organiser' end
					from membership m where m.community_id = p.community_id and m.user_id = p.author_id and m.ended_at is null) as role,
				exists(select from shift s where s.community_id = p.community_id and s.user_id = p.author_id and s.removed_at is null
					and s.starts_at <= ${now} and ${now} < s.ends_at) as acting,
				exists(select from bookmark b where b.post_id = p.id and b.user_id = ${userId}) as bookmarked,
				coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'bytes', f.bytes, 'picture', f.inline_picture) order by a.position)
					from post_file a join file f on f.id = a.file_id where a.post_id = p.id and f.removed_at is null), '[]') as files,
				coalesce((select json_agg(said) from (
					select r.kind, count(*)::int as count, bool_or(r.user_id = ${userId}) as own,
						(array_agg(s.name order by r.reacted_at, s.name))[1:${sql.lit(mostNames)}] as names
					from reaction r join "user" s on s.id = r.user_id where r.post_id = p.id group by r.kind) as said), '[]') as reactions
			from shown join post p on p.id = shown.id join "user" u on u.id = p.author_id
			order by shown.place
		)
		select head.*, coalesce((select json_agg(posts) from posts), '[]') as posts,
			exists(select from post where thread_id = head.id and place < (select min(place) from shown)) as earlier,
			(select array_to_string(place, '.') from post where thread_id = head.id and place > (select max(place) from shown)
				order by place limit 1) as later,
			coalesce((select sequence - 1 from post where thread_id = head.id and sequence > head.read
				and author_id is distinct from ${userId} and hidden_at is null and deleted_at is null
				and id not in (select id from shown) order by sequence limit 1), head.last_sequence) as reads,
			d.body as draft, d.saved_at as "draftSavedAt"
		from head left join draft d on d.user_id = ${userId} and d.place = ${`reply:${threadId}`}`.execute(trx);
	const [row] = rows;
	if (!row) throw new Error('the thread was found a moment ago');
	return row;
}
