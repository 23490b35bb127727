import { sql } from 'kysely';
import * as z from 'zod';
import { verb } from '#platform/server/verb.ts';
import { communityGround } from '#community/server/standing.ts';

type Leader = { userId: string; name: string; employer: string; picture: string | null; role: string };

/** What a community is for, who leads it, and through which phases it went. */
export const communityAbout = verb({
	name: 'communityAbout',
	method: 'get',
	path: '/communities/{communityId}/about',
	summary: 'A community’s purpose, its leaders and its phases',
	scope: 'community:read',
	who: ['member', 'observer', 'organiser', 'former'],
	at: communityGround,
	input: z.object({ communityId: z.uuid() }),
	async run({ trx, now, roles, viewer }, { communityId }) {
		const community = await trx
			.selectFrom('community as c')
			.innerJoin('organisation as o', 'o.id', 'c.organisationId')
			.select(['c.name', 'c.kind', 'c.purpose', 'c.phase', 'c.language', 'c.addressForm', 'c.entry', 'c.createdAt'])
			.select(['c.archivedAt', 'o.name as organisation'])
			.where('c.id', '=', communityId)
			.executeTakeFirstOrThrow();
		const { rows: leaders } = await sql<Leader>`
			with leader as (
				select user_id, case when stands_in then 'deputy' else 'manager' end as role from managers_at(${communityId}, ${now})
				union all select user_id, 'companion' from membership
				where community_id = ${communityId} and role = 'companion' and ended_at is null
			)
			select u.id as "userId", u.name, u.employer, '/files/' || u.picture_file_id as picture, l.role
			from leader l join "user" u on u.id = l.user_id order by l.role = 'companion', u.name collate "de-x-icu"`.execute(trx);
		const history = await trx
			.selectFrom('phaseChange as p')
			.leftJoin('user as u', 'u.id', 'p.changedBy')
			.select(['p.id', 'p.phase', 'p.since', 'p.reason', 'u.name as by'])
			.where('p.communityId', '=', communityId)
			.orderBy('p.changedAt', 'desc')
			.orderBy('p.id', 'desc')
			.execute();
		const since = await trx
			.selectFrom('membership')
			.select((e) => e.fn.min('startedAt').as('at'))
			.where('communityId', '=', communityId)
			.where('userId', '=', viewer?.userId ?? null)
			.where('endedAt', 'is', null)
			.executeTakeFirst();
		return { community, leaders, history, memberSince: since?.at ?? null, mayLead: roles.has('manager') };
	},
});
