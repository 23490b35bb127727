import { sql } from 'kysely';
import * as z from 'zod';
import { here } from '#platform/server/here.ts';
import { packed, packedKey, pageOf } from '#platform/server/list-pages.ts';
import { signedIn, verb } from '#platform/server/verb.ts';

type Row = {
	id: string;
	name: string;
	organisation: string;
	timeZone: string;
	seats: number;
	publishedAt: Date | null;
	cancelledAt: Date | null;
	closedAt: Date | null;
	enrolled: number;
	promised: number;
	received: number;
	waiting: number;
	companions: number;
	examiners: number;
	meetingsOver: number;
	meetings: number;
	nextMeetingAt: Date | null;
	startsAt: Date;
	/** Where everybody goes at their own pace: when the units close, and the day of the exam. */
	endsAt: Date | null;
	examDate: string | null;
	rank: number;
};

const pageSize = 40;

/**
 * The cohorts that one organises, with what waits in each: applications, seats, staffing, the next meeting. Those under way
 * come first, then the closed and the cancelled ones, each with the latest to begin first.
 */
export const cohortList = verb({
	name: 'cohortList',
	method: 'get',
	path: '/cohorts',
	summary: 'The cohorts one organises',
	scope: 'course:read',
	who: ['person'],
	at: here,
	input: z.object({
		after: packedKey(z.tuple([z.int(), z.iso.datetime(), z.uuid()]))
			.optional()
			.describe('Key of the last cohort of the page before'),
	}),
	paged: 'after',
	async run(scene, { after }) {
		const { userId } = signedIn(scene);
		const { trx, now } = scene;
		const [rank = null, startsAt = null, id = null] = after ?? [];
		const mine = sql`select k.* from cohort k
			where exists(select from organisation_role r where r.organisation_id = k.organisation_id and r.user_id = ${userId}
					and r.role = 'organiser' and r.ended_at is null)
				or exists(select from staff_assignment s where s.cohort_id = k.id and s.user_id = ${userId}
					and s.role = 'organiser' and s.started_at <= ${now} and (s.ended_at is null or s.ended_at > ${now}))`;
		const { rows } = await sql<Row>`
			with mine as (${mine})
			select k.id, k.name, o.name as organisation, k.time_zone as "timeZone", k.seats,
				k.published_at as "publishedAt", k.cancelled_at as "cancelledAt", k.closed_at as "closedAt",
				(select count(*)::int from enrolment e where e.cohort_id = k.id and e.ended_at is null) as enrolled,
				a.promised, a.received, a.waiting, s.companions, s.examiners,
				m.over as "meetingsOver", m.all as meetings, m.next_at as "nextMeetingAt", m.starts_at as "startsAt",
				k.ends_at as "endsAt", k.exam_date::text as "examDate", r.rank
			from mine k
			join organisation o on o.id = k.organisation_id
			cross join lateral (
				select count(*) filter (where state in ('accepted', 'offered'))::int as promised,
					count(*) filter (where state = 'received')::int as received,
					count(*) filter (where state = 'waitlisted')::int as waiting
				from application where cohort_id = k.id) a
			cross join lateral (
				select count(*) filter (where role = 'companion')::int as companions,
					count(*) filter (where role = 'examiner')::int as examiners
				from staff_assignment where cohort_id = k.id and ended_at is null) s
			cross join lateral (
				select count(*) filter (where ends_at <= ${now})::int as over, count(*)::int as all,
					min(starts_at) filter (where ends_at > ${now} and cancelled_at is null) as next_at,
					coalesce(date_trunc('milliseconds', min(starts_at)), k.created_at) as starts_at
				from meeting where community_id = k.community_id and kind in ('kick_off', 'weekly')) m
			cross join lateral (
				select case when k.cancelled_at is not null then 0 when k.closed_at is not null then 1 else 2 end as rank) r
			where ${id}::uuid is null
				or (r.rank, m.starts_at, k.id) < (${rank}::int, ${startsAt}::timestamptz, ${id}::uuid)
			order by r.rank desc, m.starts_at desc, k.id desc limit ${pageSize + 1}`.execute(trx);
		const { rows: counted } = await sql<{ received: number }>`
			select count(*)::int as received from application a join (${mine}) k on k.id = a.cohort_id
			where a.state = 'received'`.execute(trx);
		const { page, next } = pageOf(rows, pageSize, (last) => packed(last.rank, last.startsAt, last.id));
		return {
			cohorts: page.map(({ rank: _, ...cohort }) => cohort),
			/** Applications waiting for a decision, in all of one’s cohorts. */
			received: counted[0]?.received ?? 0,
			next,
		};
	},
});
