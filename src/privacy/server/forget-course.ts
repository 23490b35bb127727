import { sql, type Transaction } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import type { Retention } from '#privacy/retention.ts';

/** The instant so many months before. */
export const before = (now: Date, months: number) => sql`(${now}::timestamptz - make_interval(months => ${months}))`;

/** Applications and requests to join that came to nothing: declined, taken back, or waiting until it was too late. */
export async function forgetDeclined(trx: Transaction<DB>, now: Date, { application }: Retention): Promise<void> {
	// whoever still waits when no seat can become free any more has come to nothing, too
	const over = sql`(select coalesce(k.cancelled_at, (select m.ends_at from meeting m
		where m.community_id = k.community_id and m.cancelled_at is null
			and case when k.ends_at is null then m.kind = 'weekly' and m.number = 1 else m.kind = 'kick_off' end))
		from cohort k where k.id = a.cohort_id)`;
	const declined = sql`select a.id from application a where a.state <> 'enrolled'
		and case when a.state in ('declined', 'withdrawn', 'expired', 'unverified')
			then coalesce(a.decided_at, a.withdrawn_at, a.applied_at) else ${over} end < ${before(now, application)}
		and not exists(select from enrolment e where e.application_id = a.id)`;
	await sql`delete from seat_offer where application_id in (${declined})`.execute(trx);
	await sql`delete from invitation where application_id in (${declined})`.execute(trx);
	await sql`delete from application where id in (${declined})`.execute(trx);
	await sql`delete from join_request where (granted = false or withdrawn_at is not null)
		and coalesce(decided_at, withdrawn_at) < ${before(now, application)}`.execute(trx);
	await sql`delete from invitation i where i.application_id is null
		and coalesce(i.used_at, i.revoked_at, i.expires_at) < ${before(now, application)}`.execute(trx);
}

/** The end of its last meeting or, at one's own pace, of its units; of a course that was cancelled before there was any, the cancelling. */
const courseEnd = sql`coalesce(k.ends_at, (select max(m.ends_at) from meeting m
	where m.community_id = k.community_id and m.kind <> 'event' and m.cancelled_at is null), k.cancelled_at)`;

/** Attendance and absences outside of courses, so long after the meeting and the last day of absence. */
export async function forgetPresence(trx: Transaction<DB>, now: Date, { course_record }: Retention): Promise<void> {
	const outside = sql`not exists(select from cohort k where k.community_id = c.id)`;
	await sql`delete from attendance a using meeting m, community c
		where m.id = a.meeting_id and c.id = m.community_id and ${outside}
			and m.ends_at < ${before(now, course_record)}`.execute(trx);
	await sql`delete from absence a using community c
		where c.id = a.community_id and ${outside} and a.to_date < ${before(now, course_record)}`.execute(trx);
}

/** Attendance, absences and learning time of courses that have long been over. */
export async function forgetCourseRecords(
	trx: Transaction<DB>,
	now: Date,
	{ course_record }: Retention,
): Promise<void> {
	const { rows } = await sql<{ id: string; communityId: string }>`
		update cohort k set presence_gone_at = ${now}
		where k.presence_gone_at is null and ${courseEnd} < ${before(now, course_record)}
		returning k.id, k.community_id as "communityId"`.execute(trx);
	for (const { id, communityId } of rows) {
		await sql`delete from attendance where meeting_id in (select m.id from meeting m
			where m.community_id = ${communityId})`.execute(trx);
		await sql`delete from absence where community_id = ${communityId}`.execute(trx);
		await sql`delete from silence_noted where cohort_id = ${id}`.execute(trx);
		await sql`delete from time_entry where cohort_id = ${id}`.execute(trx);
	}
}

/** What admission rested on, once no exam of the cohort's people is kept any more. */
export async function forgetRequirements(trx: Transaction<DB>, now: Date, { exam }: Retention): Promise<void> {
	const { rows } = await sql<{ id: string }>`
		update cohort k set records_gone_at = ${now}
		where k.records_gone_at is null and ${courseEnd} < ${before(now, exam)}
			and not exists(select from exam_candidate c where c.cohort_id = k.id)
		returning k.id`.execute(trx);
	for (const { id } of rows) {
		await sql`delete from requirement_exception where cohort_id = ${id}`.execute(trx);
		await sql`delete from eligibility where cohort_id = ${id}`.execute(trx);
	}
}
