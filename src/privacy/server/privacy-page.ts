import { sql } from 'kysely';
import * as z from 'zod';
import { here } from '#platform/server/here.ts';
import { verb, type Scene } from '#platform/server/verb.ts';
import { kept } from '#privacy/kept.ts';
import { retentionHere } from '#privacy/server/retention.ts';

type Provider = { name: string; slug: string; worksCouncilMode: boolean; worksCouncilSince: Date | null };
type Access = { name: string; purpose: string; day: string; cohort: string | null };

export const privacyPage = verb({
	name: 'privacyPage',
	method: 'get',
	path: '/privacy',
	summary:
		'What is kept about people, for what, who sees it and for how long; signed in also who looked at one’s records',
	scope: 'privacy:read',
	who: ['anyone'],
	at: here,
	input: z.object({}),
	async run(scene) {
		const { viewer } = scene;
		return {
			kept: kept.map(({ id, period, basis }) => ({ id, period, basis })),
			/** How long, in months, where it is a matter of months. */
			months: await retentionHere(scene.trx),
			providers: await providersOf(scene),
			mine: viewer && {
				accesses: await accessesTo(scene, viewer.userId),
				communities: await communitiesOf(scene, viewer.userId),
			},
		};
	},
});

/** Those one has to do with; signed out, those who offer courses here. */
async function providersOf({ trx, viewer }: Scene): Promise<Provider[]> {
	const userId = viewer?.userId ?? null;
	const { rows } = await sql<Provider>`
		select o.name, o.slug, o.works_council_mode as "worksCouncilMode",
			(select max(w.confirmed_at) from works_council_change w where w.organisation_id = o.id) as "worksCouncilSince"
		from organisation o
		where case when ${userId}::uuid is null
			then exists(select from cohort k where k.organisation_id = o.id and k.published_at is not null)
			else exists(select from membership m join community c on c.id = m.community_id
					where c.organisation_id = o.id and m.user_id = ${userId}::uuid)
				or exists(select from organisation_role r where r.organisation_id = o.id and r.user_id = ${userId}::uuid
					and r.ended_at is null)
				or exists(select from staff_assignment s join cohort k on k.id = s.cohort_id
					where k.organisation_id = o.id and s.user_id = ${userId}::uuid) end
		order by o.name`.execute(trx);
	return rows;
}

/** Every look at one's records that is kept, the latest first. */
async function accessesTo({ trx }: Scene, userId: string): Promise<Access[]> {
	return trx
		.selectFrom('recordAccess as r')
		.innerJoin('user as u', 'u.id', 'r.viewerId')
		.leftJoin('cohort as k', 'k.id', 'r.cohortId')
		.select(['u.name', 'r.purpose', 'r.day', 'k.name as cohort'])
		.where('r.userId', '=', userId)
		.orderBy('r.day', 'desc')
		.orderBy('u.name')
		.limit(200)
		.execute();
}

const communitiesOf = ({ trx }: Scene, userId: string) =>
	trx
		.selectFrom('membership as m')
		.innerJoin('community as c', 'c.id', 'm.communityId')
		.select(['c.id', 'c.name'])
		.distinct()
		.where('m.userId', '=', userId)
		.where('m.endedAt', 'is', null)
		.orderBy('c.name')
		.execute();
