import { sql, type Kysely } from 'kysely';
import { remembering, type Memory } from '#platform/server/memory.ts';
import { baseRoles } from '#platform/server/here.ts';
import type { Ground, Place } from '#platform/server/verb.ts';
import type { DB } from '#platform/server/schema.ts';
import type { Role, Viewer } from '#platform/viewer.ts';

type Facts = {
	archived: boolean | null;
	membershipRoles: string[];
	acting: boolean;
	staffRoles: string[];
	enrolled: boolean;
	manages: boolean;
	organisationRoles: string[];
};

/**
 * The roles a viewer has at a place, derived from open rows and the schedule at the moment of asking:
 * a shift that has ended gives nothing, whether or not any job has run.
 * The same holds for a manager whose certificate is no longer valid, and for the deputy who takes over.
 * In an archived community memberships only read (`former`); staff and learners keep what concerns exam and records.
 * Organisers of an organisation look after its courses; in its other communities they are what their membership says.
 */
export async function standing(
	db: Kysely<DB>,
	viewer: Viewer | null,
	now: Date,
	place: Place,
	memory?: Memory,
): Promise<ReadonlySet<Role>> {
	const roles = baseRoles(viewer, place);
	if (!viewer) return roles;
	if (!place.communityId && !place.cohortId && !place.organisationId) return roles;
	const { userId } = viewer;
	const key = [userId, place.communityId, place.cohortId, place.organisationId].join();
	const facts = await rememberFacts(memory, key, () => factsOf(db, userId, now, place));
	const organises = facts.organisationRoles.includes('organiser') && (place.cohortId !== null || !place.communityId);
	if (organises || facts.staffRoles.includes('organiser')) roles.add('organiser');
	if (facts.organisationRoles.includes('executive')) roles.add('executive');
	if (facts.staffRoles.includes('companion')) roles.add('companion');
	if (facts.staffRoles.includes('examiner')) roles.add('examiner');
	if (facts.enrolled) roles.add('learner');
	if (facts.membershipRoles.length === 0) return roles;
	if (facts.archived) return roles.add('former');
	if (facts.membershipRoles.includes('observer')) roles.add('observer');
	if (facts.membershipRoles.some((role) => role !== 'observer')) roles.add('member');
	if (facts.membershipRoles.includes('companion')) roles.add('companion');
	if (facts.manages && roles.has('member')) roles.add('manager');
	if (facts.acting && roles.has('member')) roles.add('acting');
	return roles;
}

const rememberFacts = remembering<Facts>();

async function factsOf(db: Kysely<DB>, userId: string, now: Date, place: Place): Promise<Facts> {
	const { rows } = await sql<Facts>`
		select
			(select archived_at is not null from community where id = ${place.communityId}::uuid) as "archived",
			array(select role from membership
				where community_id = ${place.communityId}::uuid and user_id = ${userId} and ended_at is null) as "membershipRoles",
			exists(select from shift where community_id = ${place.communityId}::uuid and user_id = ${userId}
				and removed_at is null and starts_at <= ${now} and ${now} < ends_at) as "acting",
			array(select role from staff_assignment where cohort_id = ${place.cohortId}::uuid and user_id = ${userId}
				and started_at <= ${now} and (ended_at is null or ended_at > ${now})) as "staffRoles",
			exists(select from enrolment where cohort_id = ${place.cohortId}::uuid and user_id = ${userId}
				and ended_at is null) as "enrolled",
			exists(select from managers_at(${place.communityId}::uuid, ${now}) m where m.user_id = ${userId}) as "manages",
			array(select role from organisation_role where organisation_id = ${place.organisationId}::uuid
				and user_id = ${userId} and ended_at is null) as "organisationRoles"
	`.execute(db);
	const facts = rows[0];
	if (!facts) throw new Error('standing gave no row');
	return facts;
}

/**
 * Those of `people` who have one of the roles member, observer, former, companion or organiser at the place: the same as
 * `standing` says of each, in one query.
 */
export async function insidersAt(
	db: Kysely<DB>,
	people: readonly string[],
	now: Date,
	{ communityId, cohortId, organisationId }: Place,
): Promise<ReadonlySet<string>> {
	const { rows } = await sql<{ userId: string }>`
		select p.user_id as "userId" from unnest(${people}::uuid[]) p(user_id)
		where exists(select from membership m where m.community_id = ${communityId}::uuid and m.user_id = p.user_id and m.ended_at is null)
			or exists(select from staff_assignment a where a.cohort_id = ${cohortId}::uuid and a.user_id = p.user_id
				and a.role in ('organiser', 'companion') and a.started_at <= ${now} and (a.ended_at is null or a.ended_at > ${now}))
			or (${cohortId !== null || communityId === null} and exists(select from organisation_role r
				where r.organisation_id = ${organisationId}::uuid and r.user_id = p.user_id and r.role = 'organiser'
				and r.ended_at is null))`.execute(db);
	return new Set(rows.map(({ userId }) => userId));
}

type Found = { organisationId: string | null; communityId: string | null; cohortId?: string | null; owners?: string[] };
type Find = (db: Kysely<DB>, id: string) => Promise<Found | undefined>;

/** A ground whose place is found by one query on the verb's first path parameter. */
export function ground(param: string, find: Find, settle?: Ground['settle']): Ground {
	return {
		param,
		find: async (db, id) => {
			const found = await find(db, id);
			return found ? { ...found, cohortId: found.cohortId ?? null, owners: found.owners ?? [] } : null;
		},
		roles: standing,
		...(settle ? { settle } : {}),
	};
}

export const organisationGround = ground('organisationId', (db, id) =>
	db
		.selectFrom('organisation')
		.select(['id as organisationId', sql<null>`null`.as('communityId')])
		.where('id', '=', id)
		.executeTakeFirst(),
);

/** Places that are remembered of each kind, before all are forgotten. */
const most = 20_000;

/** Remembers what never changes once it is there, such as where a community belongs. */
export function unchanging(find: Find): Find {
	const known = new Map<string, Found>();
	return async (db, id) => {
		const found = known.get(id) ?? (await find(db, id));
		if (known.size >= most) known.clear();
		if (found) known.set(id, found);
		return found;
	};
}

export const communityGround = ground(
	'communityId',
	unchanging((db, id) =>
		db
			.selectFrom('community as c')
			.leftJoin('cohort as k', 'k.communityId', 'c.id')
			.select(['c.organisationId', 'c.id as communityId', 'k.id as cohortId'])
			.where('c.id', '=', id)
			.executeTakeFirst(),
	),
);
