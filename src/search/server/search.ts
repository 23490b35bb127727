import { sql, type RawBuilder } from 'kysely';
import * as z from 'zod';
import { here } from '#platform/server/here.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { marker, type Segment } from '#search/passages.ts';
import { longestOf, tsquery, wordsOf } from '#search/query.ts';

/** What one may confine a search to. */
export const searchKinds = ['conversation', 'documents', 'course', 'people'] as const;
type SearchKind = (typeof searchKinds)[number];
const pageSize = 20;

type Row = {
	kind: 'thread' | 'post' | 'document' | 'minutes' | 'lesson' | 'term' | 'template' | 'person';
	ref: string;
	place: string;
	communityId: string | null;
	community: string | null;
	threadId: string | null;
	postId: string | null;
	solved: boolean;
	title: string;
	body: string;
	by: string | null;
	at: Date | null;
	key: string;
};
export type Found = Omit<Row, 'title' | 'body' | 'key'> & { title: Segment[]; excerpt: Segment[] };

const input = z.object({
	q: z.string().trim().max(200).default(''),
	kind: z.enum(searchKinds).optional(),
	communityId: z.uuid().optional(),
	by: z.string().trim().max(100).optional().describe('Words of the name of whoever wrote it'),
	from: z.iso.date().optional().describe('Written on this day or later, in the viewer’s time zone'),
	to: z.iso.date().optional().describe('Written on this day or earlier'),
	after: z
		.string()
		.regex(/^[0-9.e+-]+_[a-z]+_[0-9a-f-]{36}_[a-z0-9/-]*$/)
		.optional()
		.describe('Key of the last result of the page before'),
});
type Input = z.infer<typeof input>;

/**
 * Full text, with words taken to their stems and compounds to their parts. Only what the viewer may read is looked at and
 * counted: open memberships, what is neither hidden nor deleted, units that are open. Whoever asks for an author or a
 * time gets what has one.
 */
export const search = verb({
	name: 'search',
	method: 'get',
	path: '/search',
	summary: 'Find threads, posts, documents, lessons, terms and people by words, among what one may read',
	scope: 'community:read',
	who: ['person'],
	at: here,
	input,
	paged: 'after',
	async run(scene, asked) {
		const { q, kind = null, communityId = null, by = '', from = '', to = '' } = asked;
		const communities = await ownCommunities(scene);
		const words = tsquery(q);
		const { counts, rows } = words ? await hits(scene, asked, words) : { counts: {}, rows: [] };
		const page = rows.slice(0, pageSize);
		const marked = marker(q);
		const none: Record<SearchKind, number> = { conversation: 0, documents: 0, course: 0, people: 0 };
		return {
			q,
			kind,
			communityId,
			by,
			from,
			to,
			communities,
			results: page.map(({ title, body, key: _, ...row }): Found => ({
				...row,
				title: marked.title(title),
				excerpt:
					row.kind === 'person' ? [{ text: body, found: false }].filter(({ text }) => text) : marked.passage(body),
			})),
			counts: { ...none, ...counts },
			next: rows.length > pageSize ? (page.at(-1)?.key ?? null) : null,
			now: scene.now,
		};
	},
});

const ownCommunities = (scene: Scene) =>
	scene.trx
		.selectFrom('community as c')
		.select(['c.id', 'c.name'])
		.where((e) =>
			e.exists(
				e
					.selectFrom('membership as s')
					.select('s.id')
					.whereRef('s.communityId', '=', 'c.id')
					.where('s.userId', '=', signedIn(scene).userId)
					.where('s.endedAt', 'is', null),
			),
		)
		.orderBy('c.createdAt', 'desc')
		.execute();

/**
 * How many there are of each kind, and those of the page with one more, found in one go. What was typed stands in `asked`
 * alone: where the planner could see it, it would plan anew each time, which takes half as long as the finding.
 */
async function hits(
	scene: Scene,
	{ q, kind, communityId, by, from, to, after }: Input,
	words: string,
): Promise<{ counts: Partial<Record<SearchKind, number>>; rows: Row[] }> {
	const { userId, timeZone } = signedIn(scene);
	const typed = { longest: sql`a.longest`, each: sql`a.each` };
	const entry = sql`(e.words @@ a.words or ${slip(typed, 'e.title')})`;
	const day = (date: string, more: number) => sql`(${date}::date + ${more}::int)::timestamp at time zone ${timeZone}`;
	const written = (author: string, at: string): RawBuilder<unknown> =>
		sql.join(
			[
				sql`true`,
				by ? sql`(${slip(slipped(by), author)} or ${sql.ref(author)} ilike ${`%${likeless(by)}%`})` : null,
				from ? sql`${sql.ref(at)} >= ${day(from, 0)}` : null,
				to ? sql`${sql.ref(at)} < ${day(to, 1)}` : null,
			].filter((one) => one !== null),
			sql` and `,
		);
	const undated = !by && !from && !to;
	const [rank, afterKind, afterRef, afterPlace] = after?.split('_') ?? [];
	const { rows } = await sql<Row & { counts: Partial<Record<SearchKind, number>>; kind: Row['kind'] | null }>`
		with mine as materialized (
			select c.id, c.name, k.id as cohort_id, k.course_version_id, k.units_opened
			from community c left join cohort k on k.community_id = c.id
			where exists (select from membership s where s.community_id = c.id and s.user_id = ${userId} and s.ended_at is null)
				and (${communityId ?? null}::uuid is null or c.id = ${communityId ?? null})
		), asked as materialized (
			select to_tsquery('german', ${words}) || to_tsquery('english', ${words}) as words, ${q}::text as q,
				${slipped(q).longest}::text as longest, ${slipped(q).each} as each, ${`${likeless(q)}%`}::text as beginning
		), hits as materialized (
			select case when e.kind = 'document' then 'documents' else 'conversation' end as area, e.kind, e.ref, e.place,
				t.community_id, ts_rank(e.words, a.words)
					+ case when e.title = '' then 0 else 0.2 * word_similarity(a.q, e.title) end as rank
			from asked a cross join search_entry e join post p on p.id = e.post_id join thread t on t.id = p.thread_id
				${by ? sql`join "user" u on u.id = p.author_id` : sql``}
			where e.post_id is not null and ${entry} and t.community_id in (select id from mine)
				and t.deleted_at is null and p.deleted_at is null and p.hidden_at is null and ${written('u.name', 'p.created_at')}
			union all
			select 'documents', e.kind, e.ref, e.place, g.community_id, ts_rank(e.words, a.words)
			from asked a cross join search_entry e join meeting g on g.id = e.ref left join "user" u on u.id = g.minutes_by
			where e.kind = 'minutes' and ${entry} and g.community_id in (select id from mine)
				and g.cancelled_at is null and ${written('u.name', 'g.starts_at')}
			union all
			select distinct on (e.kind, e.ref, e.place) case when e.kind = 'template' then 'documents' else 'course' end,
				e.kind, e.ref, e.place, m.id, ts_rank(e.words, a.words) + 0.2 * word_similarity(a.q, e.title)
			from asked a cross join search_entry e join mine m on m.cohort_id is not null
				and e.ref = coalesce((select v.course_version_id from cohort_unit_version v
					where v.cohort_id = m.cohort_id and v.unit_number = e.unit_number), m.course_version_id)
				and coalesce(e.unit_number, 0) <= m.units_opened
			where e.kind in ('lesson', 'term', 'template') and e.locale = ${scene.locale} and ${entry} and ${undated}
			union all
			select 'people', 'person', u.id, '', null, 1 + word_similarity(a.q, u.name)
			from asked a cross join "user" u
			where u.erased_at is null and (${slip(typed, 'u.name')} or u.name ilike a.beginning) and ${undated}
				and exists (select from membership s join mine m on m.id = s.community_id
					where s.user_id = u.id and s.ended_at is null)
		), counted as (
			select coalesce(json_object_agg(area, n), '{}') as counts from (select area, count(*) as n from hits group by area) h
		), page as (
			select area, kind, ref, place, community_id, rank from hits where (${kind ?? null}::text is null or area = ${kind ?? null})
				and (${rank ?? null}::float8 is null or (-rank::float8, kind, ref, place)
					> (-${rank ?? null}::float8, ${afterKind ?? ''}, ${afterRef ?? null}::uuid, ${afterPlace ?? ''}))
			order by rank::float8 desc, kind, ref, place limit ${pageSize + 1}
		)
		select c.counts, h.kind, h.ref, h.place, m.id as "communityId", m.name as community, p.thread_id as "threadId",
			p.id as "postId", coalesce(t.accepted_post_id is not null and h.kind = 'thread', false) as solved,
			coalesce(e.title, n.name) as title, coalesce(e.body, n.bio, '') as body, u.name as by,
			coalesce(p.created_at, g.starts_at) as at, h.rank::float8 || '_' || h.kind || '_' || h.ref || '_' || h.place as key
		from counted c left join page h on true left join mine m on m.id = h.community_id
			left join search_entry e on e.kind = h.kind and e.ref = h.ref and e.place = h.place
			left join post p on p.id = e.post_id left join thread t on t.id = p.thread_id
			left join meeting g on h.kind = 'minutes' and g.id = h.ref
			left join "user" u on u.id = coalesce(p.author_id, g.minutes_by)
			left join "user" n on h.kind = 'person' and n.id = h.ref
		order by h.rank::float8 desc, h.kind, h.ref, h.place`.execute(scene.trx);
	// without any result there is one row that only counts
	return {
		counts: rows[0]?.counts ?? {},
		rows: rows.filter(({ kind: found }) => found !== null).map(({ counts: _, ...row }) => row),
	};
}

/** A title or a name may be a slip away from every word; the longest is what the index is asked for. */
const slip = ({ longest, each }: Slipped, column: string) =>
	sql`(${longest} <% ${sql.ref(column)}
		and not exists (select from unnest(${each}) w where not w <% ${sql.ref(column)}))`;
type Slipped = Record<'longest' | 'each', RawBuilder<unknown>>;
const slipped = (text: string): Slipped => ({ longest: sql`${longestOf(text)}`, each: sql`${wordsOf(text)}::text[]` });

/** Without the signs that mean something to `like`. */
const likeless = (text: string): string => text.replaceAll(/[%_\\]/g, '');
