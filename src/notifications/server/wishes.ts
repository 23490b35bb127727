import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import type { Hearing, MailWish, Wishes } from '#notifications/wishes.ts';

/** What news may be about; a thread only where its wish and that for its space have a say, a space by itself when it is asked for. */
export type About = {
	kind: string | null;
	communityId: string | null;
	threadId: string | null;
	spaceId?: string | undefined;
};

type Row = {
	userId: string;
	thread: Hearing | null;
	space: Hearing | null;
	wrote: boolean;
	communityHearing: Hearing | null;
	communityMail: MailWish | null;
	hearing: Hearing;
	digest: boolean;
	kindMail: boolean | null;
	unread: boolean;
};

/** `unread`: there is unread news about the thread. */
type Found = Wishes & { unread: boolean };

/** The wishes of these people for one piece of news, in one query. */
export async function wishesOf(
	db: Kysely<DB>,
	userIds: readonly string[],
	{ kind, communityId, threadId, spaceId }: About,
): Promise<Map<string, Found>> {
	// of one person the database expects one row, and keeps its plan
	const one = userIds.length === 1 ? userIds[0] : null;
	const { rows } = await sql<Row>`
		select u.id as "userId", t.hearing as thread, s.hearing as space, c.hearing as "communityHearing", c.mail as "communityMail",
			exists(select from post p where p.thread_id = ${threadId}::uuid and p.author_id = u.id and p.deleted_at is null) as wrote,
			coalesce(g.hearing, 'mine') as hearing, coalesce(g.digest, true) as digest, k.mail as "kindMail",
			exists(select from notification n where n.user_id = u.id and n.thread_id = ${threadId}::uuid and n.read_at is null) as unread
		from "user" u
		left join thread_wish t on t.user_id = u.id and t.thread_id = ${threadId}::uuid
		left join space_wish s on s.user_id = u.id
			and s.space_id = coalesce(${spaceId ?? null}::uuid, (select h.space_id from thread h where h.id = ${threadId}::uuid))
		left join community_wish c on c.user_id = u.id and c.community_id = ${communityId}::uuid
		left join general_wish g on g.user_id = u.id
		left join notification_preference k on k.user_id = u.id and k.kind = ${kind}
		where ${one ? sql`u.id = ${one}` : sql`u.id = any(${[...userIds]}::uuid[])`}`.execute(db);
	return new Map(
		rows.map(({ userId, thread, space, wrote, communityHearing, communityMail, hearing, digest, kindMail, unread }) => [
			userId,
			{
				thread,
				space,
				wrote,
				community: { hearing: communityHearing, mail: communityMail },
				general: { hearing, digest, mail: kindMail },
				unread,
			},
		]),
	);
}

/** One person's wishes; those that everybody begins with where the person is not there. */
export async function ownWishes(db: Kysely<DB>, userId: string, about: Partial<About>): Promise<Found> {
	const found = await wishesOf(db, [userId], { kind: null, communityId: null, threadId: null, ...about });
	return found.get(userId) ?? beginning;
}

const beginning: Found = {
	thread: null,
	space: null,
	wrote: false,
	community: { hearing: null, mail: null },
	general: { hearing: 'mine', digest: true, mail: null },
	unread: false,
};
