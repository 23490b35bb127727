import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import type { Duty } from '#privacy/erasure.ts';

type Held = { lastAdministrator: boolean; organisations: string[]; communities: string[]; marks: number };

/** What somebody has to hand on first, with the organisations or the number of papers it is about. */
export type HeldDuty = { duty: Duty; what: string };

export async function dutiesOf(db: Kysely<DB>, userId: string): Promise<HeldDuty[]> {
	const { rows } = await sql<Held>`
		select
			(select administrator from "user" where id = ${userId})
				and not exists(select from "user" where administrator and erased_at is null and id <> ${userId}) as "lastAdministrator",
			array(select o.name from organisation_role r join organisation o on o.id = r.organisation_id
				where r.user_id = ${userId} and r.role = 'organiser' and r.ended_at is null
					and not exists(select from organisation_role q where q.organisation_id = o.id and q.role = 'organiser'
						and q.ended_at is null and q.user_id <> ${userId})
				order by o.name) as organisations,
			array(select c.name from membership m join community c on c.id = m.community_id
				where m.user_id = ${userId} and m.role = 'manager' and m.ended_at is null and c.archived_at is null
					and not exists(select from membership q where q.community_id = c.id and q.role = 'manager'
						and q.ended_at is null and q.user_id <> ${userId})
				order by c.name) as communities,
			(select count(*)::int from marking g join paper p on p.id = g.paper_id join exam e on e.id = p.exam_id
				where g.examiner_id = ${userId} and g.ended_at is null and g.submitted_at is null
					and e.released_at is null and e.cancelled_at is null) as marks`.execute(db);
	const held = rows[0];
	if (!held) return [];
	return [
		...(held.lastAdministrator ? [{ duty: 'last_administrator' as const, what: '' }] : []),
		...held.organisations.map((what) => ({ duty: 'last_organiser' as const, what })),
		...held.communities.map((what) => ({ duty: 'last_manager' as const, what })),
		...(held.marks > 0 ? [{ duty: 'open_marks' as const, what: String(held.marks) }] : []),
	];
}
