import { sql, type RawBuilder } from 'kysely';
import * as z from 'zod';

/** Posts a page. */
const windowSize = 20;
/** A thread of up to this many posts is one page; for the few more nobody should have to turn it. */
const onePage = 25;
/** So many posts that one knows lead to the first unread one, or to the one asked for. */
const lead = 5;

/** Where a post stands in the reading order: sequences from the post at the top down to it, such as `12.15`. */
export const placeKey = z.string().regex(/^\d{1,15}(\.\d{1,15}){0,5}$/);

/** What to show: from or before a place, around a post, or else around the first unread one; at the end without any. */
export type Wanted = {
	from?: string | undefined;
	before?: string | undefined;
	at?: string | undefined;
};

/**
 * The keys of a stretch of a thread, for a query whose `head` has the thread and up to where it was read (`visit`):
 * as `shown (id, place)`, found by the index on both sides of one place, however long the thread is.
 */
export function shownPosts(wanted: Wanted, threadId: string, userId: string | null): RawBuilder<unknown> {
	const most = {
		// one more tells that there is more than one page
		before: wanted.from ? 0 : wanted.before ? windowSize : onePage + 1,
		after: wanted.before ? 0 : wanted.from ? windowSize : onePage + 1,
	};
	return sql`
		middle as materialized (select ${middle(wanted, threadId, userId)} as place),
		around as materialized (
			(select id, place, true as earlier, row_number() over (order by place desc) as distance from post
				where thread_id = ${threadId} and place < coalesce((select place from middle), '{9223372036854775807}')
				order by place desc limit ${most.before})
			union all
			(select id, place, false, row_number() over (order by place) from post
				where thread_id = ${threadId} and place >= (select place from middle)
				order by place limit ${most.after})
		),
		counted as (select count(*) filter (where earlier) as before, count(*) filter (where not earlier) as after from around),
		shown as materialized (
			select id, place from around, counted where before + after <= ${onePage}
				or distance <= case when earlier then greatest(${lead}, ${windowSize} - after) else greatest(${windowSize - lead}, ${windowSize} - before) end
		)`;
}

/** The place around which the page is laid. */
function middle({ from, before, at }: Wanted, threadId: string, userId: string | null): RawBuilder<unknown> {
	const key = from ?? before;
	if (key) return sql`string_to_array(${key}, '.')::bigint[]`;
	if (at) return sql`(select place from post where id = ${at} and thread_id = ${threadId})`;
	return sql`case when (select visit from head) = 0 then '{0}' else (
		select place from post where thread_id = ${threadId} and sequence > (select visit from head)
			and author_id is distinct from ${userId} order by sequence limit 1) end`;
}
