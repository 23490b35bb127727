import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { DB } from '#platform/server/schema.ts';

/** Whether somebody belongs to an organisation: by a role in it, or by a proved address at one of its domains. */
export const belongsToOrganisation = (userId: string, organisation: RawBuilder<unknown>): RawBuilder<boolean> =>
	sql<boolean>`(exists(select from organisation_role r where r.organisation_id = ${organisation}
			and r.user_id = ${userId} and r.ended_at is null)
		or exists(select from organisation o join "user" u on u.id = ${userId} and u.email_verified
			where o.id = ${organisation} and split_part(u.email, '@', 2) = any(o.mail_domains)))`;

/**
 * Whether somebody finds a community without being asked in: one that customers and partners may join is found by all,
 * an internal one by the people of its organisation. `c` is the community.
 */
export const findable = (userId: string): RawBuilder<boolean> =>
	sql<boolean>`(c.kind <> 'cohort' and c.archived_at is null and c.entry <> 'invited'
		and (c.kind = 'external' or ${belongsToOrganisation(userId, sql`c.organisation_id`)}))`;

export async function mayFind(db: Kysely<DB>, userId: string, communityId: string): Promise<boolean> {
	const { rows } = await sql`select from community c where c.id = ${communityId} and ${findable(userId)}`.execute(db);
	return rows.length > 0;
}

/** How somebody stands to a community that they are not in. */
export type Standing = 'inside' | 'asked' | 'removed' | 'outside';

/** As SQL, for lists; `c` is the community. Whoever was removed last comes back by being asked or by asking. */
export const standingOf = (userId: string): RawBuilder<Standing> => sql<Standing>`case
	when exists(select from membership m where m.community_id = c.id and m.user_id = ${userId} and m.ended_at is null)
		then 'inside'
	when exists(select from join_request q where q.community_id = c.id and q.user_id = ${userId}
		and q.decided_at is null and q.withdrawn_at is null) then 'asked'
	when (select m.ended_by <> m.user_id from membership m where m.community_id = c.id and m.user_id = ${userId}
		order by m.ended_at desc limit 1) then 'removed'
	else 'outside' end`;
