import { sql, type Transaction } from 'kysely';
import { goneWords } from '#conversation/gone-words.ts';
import { formerMember, formerMemberIn } from '#platform/former-member.ts';
import type { DB } from '#platform/server/schema.ts';

/**
 * Posts keep their words and lose their history; what was deleted cannot be brought back any more. Mentions of the
 * person in posts of others, and quotations with the name, become those of a former member. Where others put the name into words of their own it
 * stays: those are theirs.
 */
export async function eraseWords(trx: Transaction<DB>, userId: string): Promise<void> {
	await forgottenBySearch(
		trx,
		sql`update post set body = ${goneWords}, words = 0 where author_id = ${userId} and deleted_at is not null`,
	);
	await sql`delete from post_revision where author_id = ${userId}
		or post_id in (select id from post where author_id = ${userId})`.execute(trx);
	await eraseMentions(trx, userId);
	await eraseQuotations(trx, userId);
	await sql`update recommendation set title = ${formerMember} where kind = 'person' and target = ${userId}`.execute(
		trx,
	);
	for (const [name, column] of [
		['actor', 'actor_id'],
		['person', 'subject_id'],
	] as const)
		await sql`update notification n set values = jsonb_set(n.values, array[${name}], to_jsonb(${formerMember}::text))
			from activity a where a.id = n.activity_id and ${sql.ref(`a.${column}`)} = ${userId} and n.values ? ${name}`.execute(
			trx,
		);
}

async function eraseMentions(trx: Transaction<DB>, userId: string): Promise<void> {
	const mention = `@\\[[^\\[\\]\\n]{1,120}\\]\\(user:${userId}\\)`;
	const marked = `%(user:${userId})%`;
	const without = (body: ReturnType<typeof sql>) => sql`regexp_replace(${body}, ${mention}, case c.language
		when 'en' then ${`@${formerMemberIn('en')}`} else ${`@${formerMemberIn('de')}`} end, 'gi')`;
	await forgottenBySearch(
		trx,
		sql`update post set body = ${without(sql`post.body`)} from community c
			where c.id = post.community_id and post.body ilike ${marked}`,
	);
	await sql`update post_revision r set body = ${without(sql`r.body`)} from post p join community c on c.id = p.community_id
		where p.id = r.post_id and r.body ilike ${marked}`.execute(trx);
	await sql`update draft set body = regexp_replace(body::text, ${mention}, ${`@${formerMember}`}, 'gi')::jsonb
		where body::text ilike ${marked}`.execute(trx);
}

/** A quotation begins with the author's name, which leads to the post (`conversation/quote.ts`). */
async function eraseQuotations(trx: Transaction<DB>, userId: string): Promise<void> {
	const bodies = sql`select body from post union all select body from post_revision union all select body::text from draft`;
	const { rows } = await sql<{ id: string }>`
		select distinct a.id from (${bodies}) q
			cross join lateral regexp_matches(q.body, '#p-([0-9a-f-]{36})\\):\\*\\*', 'g') found
			join post a on a.id::text = found[1] and a.author_id = ${userId}
		where q.body like '%#p-%):**%'`.execute(trx);
	for (const { id } of rows) {
		const marked = `%#p-${id}):**%`;
		const named = `\\*\\*\\[(?:[^]\\\\\\n]|\\\\.)*\\](\\(/c/[^)\\n]*#p-${id}\\):\\*\\*)`;
		const without = (body: ReturnType<typeof sql>, language: ReturnType<typeof sql>) =>
			sql`regexp_replace(${body}, ${named}, case ${language} when 'en' then ${`**[${formerMemberIn('en')}]\\1`}
				else ${`**[${formerMember}]\\1`} end, 'g')`;
		await forgottenBySearch(
			trx,
			sql`update post set body = ${without(sql`post.body`, sql`c.language`)} from community c
				where c.id = post.community_id and post.body like ${marked}`,
		);
		await sql`update post_revision r set body = ${without(sql`r.body`, sql`c.language`)}
			from post p join community c on c.id = p.community_id
			where p.id = r.post_id and r.body like ${marked}`.execute(trx);
		await sql`update draft set body = ${without(sql`body::text`, sql`'de'`)}::jsonb where body::text like ${marked}`.execute(
			trx,
		);
	}
}

/** Changes posts, and takes the words they had out of the index at once; the new ones come with its next job. */
async function forgottenBySearch(trx: Transaction<DB>, change: ReturnType<typeof sql>): Promise<void> {
	await sql`with changed as (${change} returning post.id, post.thread_id)
		delete from search_entry where ref in (select id from changed union select thread_id from changed)`.execute(trx);
}
