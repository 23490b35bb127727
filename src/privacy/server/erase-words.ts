import { sql, type Transaction } from 'kysely';
import { goneWords } from '#conversation/gone-words.ts';
import { formerMember, formerMemberIn } from '#platform/former-member.ts';
import type { DB } from '#platform/server/schema.ts';

/**
 * Posts keep their words and lose their history; what was deleted cannot be brought back any more. Mentions of the
 * person in posts of others become those of a former member. Where others put the name into words of their own it
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

/** Changes posts, and takes the words they had out of the index at once; the new ones come with its next job. */
async function forgottenBySearch(trx: Transaction<DB>, change: ReturnType<typeof sql>): Promise<void> {
	await sql`with changed as (${change} returning post.id, post.thread_id)
		delete from search_entry where ref in (select id from changed union select thread_id from changed)`.execute(trx);
}
