import { sql, type Transaction } from 'kysely';
import * as z from 'zod';
import type { DB } from '#platform/server/schema.ts';
import { verb } from '#platform/server/verb.ts';
import { notFound } from '#platform/refusal.ts';
import { lockCommunity } from '#community/server/community-row.ts';
import { organisationGround } from '#community/server/standing.ts';

/** Those who answer for an organisation's communities. They govern them without being in them: they read no conversation. */
export const governors = ['organiser', 'executive'] as const;

/** A community of the organisation, held; those of courses have their organisers. @throws Refusal `not_found` */
export async function governed(
	trx: Transaction<DB>,
	{ organisationId, communityId }: { organisationId: string; communityId: string },
) {
	const community = await lockCommunity(trx, communityId);
	if (community.organisationId !== organisationId || community.kind === 'cohort') throw notFound();
	return community;
}

type Row = {
	id: string;
	name: string;
	kind: string;
	phase: string;
	phaseSince: string | null;
	archivedAt: Date | null;
	members: number;
	managers: string[];
	/** The deputy who leads at the moment. */
	standsIn: string | null;
	certificateRequired: boolean;
};

export const organisationCommunities = verb({
	name: 'organisationCommunities',
	method: 'get',
	path: '/organisations/{organisationId}/communities',
	summary: 'The communities of an organisation outside its courses, with who leads them',
	scope: 'community:read',
	who: governors,
	at: organisationGround,
	input: z.object({ organisationId: z.uuid() }),
	async run({ trx, now, roles }, { organisationId }) {
		const organisation = await trx
			.selectFrom('organisation')
			.select(['id', 'name', 'kind'])
			.where('id', '=', organisationId)
			.executeTakeFirstOrThrow();
		const { rows: communities } = await sql<Row>`
			select c.id, c.name, c.kind, c.phase, c.archived_at as "archivedAt",
				(select p.since::text from phase_change p where p.community_id = c.id order by p.changed_at desc, p.id desc limit 1)
					as "phaseSince",
				(select count(distinct m.user_id)::int from membership m where m.community_id = c.id and m.ended_at is null) as members,
				array(select u.name from membership m join "user" u on u.id = m.user_id where m.community_id = c.id
					and m.role = 'manager' and m.ended_at is null order by u.name collate "de-x-icu") as managers,
				(select u.name from managers_at(c.id, ${now}) l join "user" u on u.id = l.user_id where l.stands_in) as "standsIn",
				c.certificate_required_at is not null as "certificateRequired"
			from community c where c.organisation_id = ${organisationId} and c.kind <> 'cohort'
			order by c.archived_at nulls first, c.name collate "de-x-icu", c.id`.execute(trx);
		return { organisation, communities, maySet: roles.has('organiser') };
	},
});

type Manager = { userId: string; name: string; since: Date; certified: boolean; certifiedUntil: Date | null };

export const governedCommunity = verb({
	name: 'governedCommunity',
	method: 'get',
	path: '/organisations/{organisationId}/communities/{communityId}',
	summary: 'Who leads a community, whether they are certified, and who stands in',
	scope: 'community:read',
	who: governors,
	at: organisationGround,
	input: z.object({ organisationId: z.uuid(), communityId: z.uuid() }),
	async run({ trx, now }, input) {
		const community = await governed(trx, input);
		const { communityId } = input;
		const { rows: managers } = await sql<Manager>`
			select u.id as "userId", u.name, m.started_at as since, coalesce(z.valid, false) as certified, z.until as "certifiedUntil"
			from membership m join "user" u on u.id = m.user_id
			left join lateral (select bool_or(ends_at is null or ends_at > ${now}) as valid, max(ends_at) as until
				from certification where user_id = u.id and starts_at <= ${now}) z on true
			where m.community_id = ${communityId} and m.role = 'manager' and m.ended_at is null
			order by m.started_at, u.name`.execute(trx);
		const deputy = await trx
			.selectFrom('deputy as d')
			.innerJoin('user as u', 'u.id', 'd.userId')
			.select(['u.id as userId', 'u.name', 'd.startedAt'])
			.where('d.communityId', '=', communityId)
			.where('d.endedAt', 'is', null)
			.executeTakeFirst();
		const { rows: leading } = await sql<{ standsIn: boolean }>`
			select stands_in as "standsIn" from managers_at(${communityId}, ${now})`.execute(trx);
		const { rows: candidates } = await sql<{ userId: string; name: string }>`
			select distinct u.id as "userId", u.name, u.name collate "de-x-icu" as sorted
			from membership m join "user" u on u.id = m.user_id
			where m.community_id = ${communityId} and m.ended_at is null and m.role in ('member', 'companion')
			order by sorted`.execute(trx);
		const { rows: log } = await sql<{ kind: string; at: Date; by: string | null; about: string | null }>`
			select a.kind, a.at, b.name as by, s.name as about from activity a left join "user" b on b.id = a.actor_id
			left join "user" s on s.id = a.subject_id
			where a.community_id = ${communityId} and a.kind = any(${governing}::text[])
			order by a.at desc, a.id desc limit 30`.execute(trx);
		return {
			community: {
				id: community.id,
				name: community.name,
				kind: community.kind,
				purpose: community.purpose,
				phase: community.phase,
				archivedAt: community.archivedAt,
				certificateRequiredAt: community.certificateRequiredAt,
			},
			managers,
			deputy: deputy ?? null,
			standsIn: leading.some(({ standsIn }) => standsIn),
			candidates: candidates.map(({ userId, name }) => ({ userId, name })),
			log,
		};
	},
});

/** What of all that happened concerns how a community is led. */
const governing = [
	'manager_named',
	'manager_ended',
	'manager_suspended',
	'deputy_named',
	'deputy_ended',
	'certificate_required',
	'certificate_no_longer_required',
	'community_archived',
];
