import { sql, type Transaction } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import type { MailWish } from '#notifications/wishes.ts';
import type { Values } from '#notifications/server/happening.ts';

export type NewsEntry = { userId: string; values: Values; mail: MailWish };
export type NewsAbout = {
	activityId: string;
	kind: string;
	communityId: string | null;
	threadId: string | null;
	href: string;
	at: Date;
};

/**
 * Writes news for several people and answers who had not been told it yet: each (person, activity, kind) once.
 * New posts of a thread stay one piece of news until it is read, which moves on to the newest and leads to the first.
 */
export async function putNews(
	trx: Transaction<DB>,
	about: NewsAbout,
	entries: readonly NewsEntry[],
): Promise<ReadonlySet<string>> {
	if (entries.length === 0) return new Set();
	// one list as a parameter, for a community may have more people than a statement has places
	const list = JSON.stringify(entries.map(({ userId, values, mail }) => ({ user_id: userId, values, mail })));
	const collected = about.kind === 'thread_post' && about.threadId !== null;
	if (collected) await sql`select pg_advisory_xact_lock(hashtextextended(${`news ${about.threadId}`}, 0))`.execute(trx);
	const { rows } = await sql<{ userId: string }>`
		insert into notification (user_id, activity_id, kind, community_id, thread_id, href, values, at, mail)
		select e.user_id, ${about.activityId}::uuid, ${about.kind}, ${about.communityId}::uuid, ${about.threadId}::uuid,
			${about.href}, e.values, ${about.at}::timestamptz, e.mail
		from jsonb_to_recordset(${list}::jsonb) as e (user_id uuid, values jsonb, mail text)
		${collected ? ontoUnread(about) : sql`on conflict (user_id, activity_id, kind) do nothing`}
		returning user_id as "userId"`.execute(trx);
	return new Set(rows.map(({ userId }) => userId));
}

/** What has been told of a later post is not told of an earlier one, in whatever order the jobs run, and however often. */
const ontoUnread = ({ threadId, at }: NewsAbout) => sql`
	where not exists(select from notification n where n.user_id = e.user_id and n.kind = 'thread_post'
		and n.thread_id = ${threadId}::uuid and n.at >= ${at}::timestamptz)
	on conflict (user_id, thread_id) where kind = 'thread_post' and read_at is null
	do update set activity_id = excluded.activity_id, values = excluded.values, at = excluded.at, mail = excluded.mail`;
