import { sql } from 'kysely';
import { database } from '#platform/server/database.ts';
import { monthsOf } from '#privacy/kept.ts';

/** Job: deletes what has been kept for as long as the page "Was erfasst wird" says. May run at any time, and again. */
export async function forgetExpired(now: Date): Promise<void> {
	await database.transaction().execute(async (trx) => {
		const declined = sql`select a.id from application a where a.state in ('declined', 'withdrawn', 'expired')
			and coalesce(a.decided_at, a.withdrawn_at, a.applied_at) < ${before('application', now)}
			and not exists(select from enrolment e where e.application_id = a.id)`;
		await sql`delete from seat_offer where application_id in (${declined})`.execute(trx);
		await sql`delete from invitation where application_id in (${declined})`.execute(trx);
		await sql`delete from application where id in (${declined})`.execute(trx);

		const over = (id: 'attendance' | 'learning_time') => sql`select k.id from cohort k
			where (select max(m.ends_at) from meeting m where m.community_id = k.community_id and m.kind <> 'event')
				< ${before(id, now)}`;
		await sql`delete from attendance where meeting_id in (select m.id from meeting m
			join cohort k on k.community_id = m.community_id where k.id in (${over('attendance')}))`.execute(trx);
		await sql`delete from absence where community_id in (select community_id from cohort
			where id in (${over('attendance')}))`.execute(trx);
		await sql`delete from silence_noted where cohort_id in (${over('attendance')})`.execute(trx);
		await sql`delete from time_entry where cohort_id in (${over('learning_time')})`.execute(trx);

		await sql`delete from record_access where first_at < ${before('access', now)}`.execute(trx);
	});
}

const before = (id: Parameters<typeof monthsOf>[0], now: Date) =>
	sql`${now}::timestamptz - make_interval(months => ${monthsOf(id)})`;
