import { sql, type Kysely } from 'kysely';
import * as z from 'zod';
import { notFound } from '#platform/refusal.ts';
import type { DB } from '#platform/server/schema.ts';
import { verb } from '#platform/server/verb.ts';
import { demoHere } from '#demo/server/ground.ts';

/** In the order in which they are shown; `other`: whoever has an account and no task at the moment. */
export const demoKinds = [
	'learner',
	'acting',
	'companion',
	'organiser',
	'examiner',
	'graduate',
	'retaken',
	'revoked',
	'awaiting',
	'internal_manager',
	'external_manager',
	'deputy',
	'executive',
	'member',
	'administrator',
	'other',
] as const;
type Kind = (typeof demoKinds)[number];
type Person = { userId: string; name: string; line: string; picture: string | null; kind: Kind; begun: boolean };

/** Only the invented people can be signed in by a click: nobody owns an address below `.example` (RFC 2606). */
const invented = '%.example';

/**
 * What each person is in the first place, the rarer thing before the more common one. Whoever has papers to mark comes
 * first, then those whose course has begun.
 */
async function invention(db: Kysely<DB>, now: Date): Promise<Person[]> {
	const { rows } = await sql<Person>`
		with house as (
			select id, kind from community where kind <> 'cohort' and archived_at is null
		), leads as (
			select m.user_id, bool_or(h.kind = 'internal') as inside
			from house h cross join lateral managers_at(h.id, ${now}) m group by m.user_id
		), staff as (
			select user_id, array_agg(role) as roles from staff_assignment
			where started_at <= ${now} and (ended_at is null or ended_at > ${now}) group by user_id
		), studies as (
			select distinct on (e.user_id) e.user_id, k.name, k.closed_at is null and k.cancelled_at is null as open,
				k.start_date <= ${now}::date as begun
			from enrolment e join cohort k on k.id = e.cohort_id
			where e.ended_at is null order by e.user_id, k.start_date desc
		), papers as (
			select z.user_id, bool_or(z.revoked_at is null) as valid, bool_or(x.kind = 'retake') as retaken
			from certificate z left join exam_result r on r.id = z.exam_result_id left join exam x on x.id = r.exam_id
			where z.kind = 'certificate' group by z.user_id
		), sitting as (
			select distinct c.user_id from exam_candidate c join exam x on x.id = c.exam_id
			where x.cancelled_at is null and x.ends_at <= ${now} and x.released_at is null
				and c.withdrawal_granted is not true
		)
		select u.id as "userId", u.name, concat_ws(' · ', studies.name, nullif(u.employer, '')) as line,
			case when u.picture_file_id is not null then '/sign-in/demo/' || u.id end as picture, coalesce(studies.begun, false) as begun,
			case
				when u.administrator then 'administrator'
				when 'organiser' = any(staff.roles) or exists(select from organisation_role r
					where r.user_id = u.id and r.role = 'organiser' and r.ended_at is null) then 'organiser'
				when 'companion' = any(staff.roles) then 'companion'
				when 'examiner' = any(staff.roles) then 'examiner'
				when exists(select from shift s where s.user_id = u.id and s.removed_at is null
					and s.starts_at <= ${now} and ${now} < s.ends_at) then 'acting'
				when sitting.user_id is not null then 'awaiting'
				when leads.inside then 'internal_manager'
				when not leads.inside then 'external_manager'
				when exists(select from organisation_role r
					where r.user_id = u.id and r.role = 'executive' and r.ended_at is null) then 'executive'
				when not papers.valid then 'revoked'
				when papers.retaken then 'retaken'
				when papers.valid then 'graduate'
				when studies.open then 'learner'
				when exists(select from deputy d join house h on h.id = d.community_id
					where d.user_id = u.id and d.ended_at is null) then 'deputy'
				when exists(select from membership m join house h on h.id = m.community_id
					where m.user_id = u.id and m.ended_at is null) then 'member'
				else 'other'
			end as kind
		from "user" u left join staff on staff.user_id = u.id left join studies on studies.user_id = u.id
			left join papers on papers.user_id = u.id left join sitting on sitting.user_id = u.id
			left join leads on leads.user_id = u.id
		where u.email like ${invented} and u.erased_at is null
		order by exists(select from marking g where g.examiner_id = u.id and g.ended_at is null and g.submitted_at is null)
			desc, begun desc, u.name collate "de-x-icu"`.execute(db);
	return rows;
}

/** Who can be signed in by a click: one of each kind, then everybody else. */
export const demoPeople = verb({
	name: 'demoPeople',
	method: 'get',
	path: '/demo/people',
	summary: 'The invented people of a demo instance, whom a click signs in',
	scope: 'identity:read',
	who: ['anyone'],
	at: demoHere,
	input: z.object({}),
	async run({ trx, now }) {
		const people = await invention(trx, now);
		const first = demoKinds
			.filter((kind) => kind !== 'other')
			.flatMap((kind) => people.find((person) => person.kind === kind) ?? []);
		const rest = demoKinds.map((kind) => ({
			kind,
			people: people.filter((person) => person.kind === kind && !first.includes(person)),
		}));
		return { first, rest: rest.filter(({ people }) => people.length > 0) };
	},
});

/** The invented person behind a click. @throws Refusal `not_found` outside a demo and for everybody else */
export async function demoPerson(db: Kysely<DB>, userId: string): Promise<string> {
	if (!(await demoHere.find(db, '')) || !z.uuid().safeParse(userId).success) throw notFound();
	const person = await db
		.selectFrom('user')
		.select('id')
		.where('id', '=', userId)
		.where('email', 'like', invented)
		.where('erasedAt', 'is', null)
		.executeTakeFirst();
	if (!person) throw notFound();
	return person.id;
}
