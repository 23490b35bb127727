import { sql } from 'kysely';
import * as z from 'zod';
import { here } from '#platform/server/here.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { longestOf, tsquery, wordsOf } from '#search/query.ts';
import { marks, segmentsOf, type Segment } from '#search/segments.ts';

/** What one may confine a search to. */
export const searchKinds = ['conversation', 'course', 'people'] as const;
const pageSize = 20;
type Row = {
	kind: 'thread' | 'post' | 'lesson' | 'term' | 'template' | 'person';
	ref: string;
	place: string;
	communityId: string | null;
	community: string | null;
	threadId: string | null;
	solved: boolean;
	title: string;
	excerpt: string;
	beginning: string;
	by: string | null;
	at: Date | null;
	key: string;
};

/**
 * Full text, with words taken to their stems and compounds to their parts. Only what the viewer may read is looked at and
 * counted: open memberships, what is neither hidden nor deleted, units that are open.
 */
export const search = verb({
	name: 'search',
	method: 'get',
	path: '/search',
	summary: 'Find threads, posts, lessons, terms, templates and people by words, among what one may read',
	scope: 'community:read',
	who: ['person'],
	at: here,
	input: z.object({
		q: z.string().trim().max(200).default(''),
		kind: z.enum(searchKinds).optional(),
		communityId: z.uuid().optional(),
		after: z
			.string()
			.regex(/^[0-9.e+-]+_[a-z]+_[0-9a-f-]{36}_[a-z0-9/-]*$/)
			.optional()
			.describe('Key of the last result of the page before'),
	}),
	paged: 'after',
	async run(scene, { q, kind, communityId, after }) {
		const { trx, locale, now } = scene;
		const { userId } = signedIn(scene);
		const query = tsquery(q);
		// a title or a name may be a slip away from every word; the longest is what the index is asked for
		const slip = (column: string) => sql`(${longestOf(q)} <% ${sql.ref(column)}
			and not exists (select from unnest(${wordsOf(q)}::text[]) w where not w <% ${sql.ref(column)}))`;
		const communities = await trx
			.selectFrom('community as c')
			.select(['c.id', 'c.name'])
			.where((e) =>
				e.exists(
					e
						.selectFrom('membership as s')
						.select('s.id')
						.whereRef('s.communityId', '=', 'c.id')
						.where('s.userId', '=', userId)
						.where('s.endedAt', 'is', null),
				),
			)
			.orderBy('c.createdAt', 'desc')
			.execute();
		const none = { conversation: 0, course: 0, people: 0 };
		if (!query)
			return {
				q,
				kind: kind ?? null,
				communityId: communityId ?? null,
				communities,
				results: [],
				counts: none,
				next: null,
				now,
			};
		const [rank, afterKind, afterRef, afterPlace] = after?.split('_') ?? [];
		const config = locale === 'de' ? 'german' : 'english';
		const found = sql`
			with mine as (
				select c.id, c.name, k.id as cohort_id, k.course_version_id, k.units_opened
				from community c left join cohort k on k.community_id = c.id
				where exists (select from membership s where s.community_id = c.id and s.user_id = ${userId} and s.ended_at is null)
					and (${communityId ?? null}::uuid is null or c.id = ${communityId ?? null})
			), asked as (
				select to_tsquery('german', ${query}) || to_tsquery('english', ${query}) as words
			), hits as (
				select 'conversation' as area, e.kind, e.ref, e.place, m.id as community_id, m.name as community,
					t.id as thread_id, t.accepted_post_id is not null as solved, e.title, e.body, u.name as by, p.created_at as at,
					ts_rank(e.words, a.words) + case when e.kind = 'thread' then 0.2 * word_similarity(${q}, e.title) else 0 end as rank
				from asked a cross join search_entry e
				join post p on (e.kind = 'post' and p.id = e.ref) or (e.kind = 'thread' and p.thread_id = e.ref and p.opening)
				join thread t on t.id = p.thread_id join mine m on m.id = t.community_id join "user" u on u.id = p.author_id
				where e.kind in ('thread', 'post') and (e.words @@ a.words or ${slip('e.title')})
					and t.deleted_at is null and p.deleted_at is null and p.hidden_at is null
				union all
				select distinct on (e.kind, e.ref, e.place) 'course', e.kind, e.ref, e.place, m.id, m.name, null::uuid, false,
					e.title, e.body, null, null::timestamptz, ts_rank(e.words, a.words) + 0.2 * word_similarity(${q}, e.title)
				from asked a cross join search_entry e join mine m on m.cohort_id is not null
					and e.ref = coalesce((select v.course_version_id from cohort_unit_version v
						where v.cohort_id = m.cohort_id and v.unit_number = e.unit_number), m.course_version_id)
					and coalesce(e.unit_number, 0) <= m.units_opened
				where e.kind in ('lesson', 'term', 'template') and e.locale = ${locale}
					and (e.words @@ a.words or ${slip('e.title')})
				union all
				select 'people', 'person', u.id, '', null, null, null, false, u.name, coalesce(u.bio, ''), null, null,
					1 + word_similarity(${q}, u.name)
				from "user" u where u.erased_at is null and (${slip('u.name')} or u.name ilike ${`${likeless(q)}%`})
					and exists (select from membership s join mine m on m.id = s.community_id
						where s.user_id = u.id and s.ended_at is null)
			)`;
		const { rows: counted } = await sql<{ area: keyof typeof none; n: number }>`
			${found} select area, count(*)::int as n from hits group by area`.execute(trx);
		const { rows } = await sql<Row>`
			${found}, page as (
				select * from hits where (${kind ?? null}::text is null or area = ${kind ?? null})
					and (${rank ?? null}::float8 is null or (-rank::float8, kind, ref, place)
						> (-${rank ?? null}::float8, ${afterKind ?? ''}, ${afterRef ?? null}::uuid, ${afterPlace ?? ''}))
				order by rank::float8 desc, kind, ref, place limit ${pageSize + 1}
			)
			select h.kind, h.ref, h.place, h.community_id as "communityId", h.community, h.thread_id as "threadId", h.solved,
				h.by, h.at, h.rank::float8 || '_' || h.kind || '_' || h.ref || '_' || h.place as key,
				case when h.kind = 'person' then h.title
					else ts_headline(${config}::regconfig, h.title, a.words, ${`${markup}, HighlightAll=true`}) end as title,
				case when h.kind = 'person' then h.body
					else ts_headline(${config}::regconfig, h.body, a.words, ${`${markup}, MaxWords=32, MinWords=18, MaxFragments=1`})
				end as excerpt, left(h.body, 12) as beginning
			from page h cross join asked a order by h.rank::float8 desc, h.kind, h.ref, h.place`.execute(trx);
		const page = rows.slice(0, pageSize);
		return {
			q,
			kind: kind ?? null,
			communityId: communityId ?? null,
			communities,
			results: page.map(({ title, excerpt, beginning, key: _, ...row }) => ({
				...row,
				title: segmentsOf(title),
				excerpt: segmentsOf(fromWithin(excerpt, beginning)),
			})),
			counts: { ...none, ...Object.fromEntries(counted.map(({ area, n }) => [area, n])) },
			next: rows.length > pageSize ? (page.at(-1)?.key ?? null) : null,
			now,
		};
	},
});

export type Found = Omit<Row, 'title' | 'excerpt' | 'beginning' | 'key'> & { title: Segment[]; excerpt: Segment[] };

const markup = `StartSel=${marks.from}, StopSel=${marks.to}`;

/** A passage from the middle of a text says so. */
const fromWithin = (passage: string, beginning: string): string =>
	passage.replaceAll(/[\uE000\uE001]/gu, '').startsWith(beginning.trimStart()) ? passage : `… ${passage}`;

/** Without the signs that mean something to `like`. */
const likeless = (text: string): string => text.replaceAll(/[%_\\]/g, '');
