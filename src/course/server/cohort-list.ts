import { sql } from 'kysely';
import * as z from 'zod';
import { here } from '#platform/server/here.ts';
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
};

/** The cohorts that one organises, with what waits in each: applications, seats, staffing, the next meeting. */
export const cohortList = verb({
	name: 'cohortList',
	method: 'get',
	path: '/cohorts',
	summary: 'The cohorts one organises',
	scope: 'course:read',
	who: ['person'],
	at: here,
	input: z.object({}),
	async run(scene) {
		const { userId } = signedIn(scene);
		const { trx, now } = scene;
		const { rows } = await sql<Row>`
			with mine as (
				select k.* from cohort k
				where exists(select from organisation_role r where r.organisation_id = k.organisation_id and r.user_id = ${userId}
						and r.role = 'organiser' and r.ended_at is null)
					or exists(select from staff_assignment s where s.cohort_id = k.id and s.user_id = ${userId}
						and s.role = 'organiser' and s.started_at <= ${now} and (s.ended_at is null or s.ended_at > ${now}))
			)
			select k.id, k.name, o.name as organisation, k.time_zone as "timeZone", k.seats,
				k.published_at as "publishedAt", k.cancelled_at as "cancelledAt", k.closed_at as "closedAt",
				(select count(*)::int from enrolment e where e.cohort_id = k.id and e.ended_at is null) as enrolled,
				a.promised, a.received, a.waiting, s.companions, s.examiners,
				m.over as "meetingsOver", m.all as meetings, m.next_at as "nextMeetingAt", m.starts_at as "startsAt", k.ends_at as "endsAt", k.exam_date::text as "examDate"
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
					min(starts_at) as starts_at
				from meeting where community_id = k.community_id and kind in ('kick_off', 'weekly')) m
			order by k.cancelled_at nulls first, k.closed_at nulls first, m.starts_at desc`.execute(trx);
		return { cohorts: rows };
	},
});
