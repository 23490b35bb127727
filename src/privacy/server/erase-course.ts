import { sql, type Transaction } from 'kysely';
import { endEnrolment } from '#course/server/leaving.ts';
import { lockCohort } from '#course/server/cohort-row.ts';
import { offerFreeSeats } from '#course/server/seats.ts';
import { endPromises } from '#course/server/withdrawing.ts';
import type { DB } from '#platform/server/schema.ts';
import { kept } from '#privacy/kept.ts';

type Person = { id: string; email: string };

/** Leaves the cohorts and takes the applications back, so that seats and shifts go on to others; then they go. */
export async function leaveCourses(trx: Transaction<DB>, { id: userId, email }: Person, now: Date): Promise<void> {
	const { rows } = await sql<{ cohortId: string; enrolled: boolean }>`
		select cohort_id as "cohortId", bool_or(enrolled) as enrolled from (
			select cohort_id, true as enrolled from enrolment where user_id = ${userId} and ended_at is null
			union all select cohort_id, false from application
				where (user_id = ${userId} or lower(email) = ${email}) and state in ('waitlisted', 'offered', 'accepted')
		) as concerned group by cohort_id order by cohort_id`.execute(trx);
	for (const { cohortId, enrolled } of rows) {
		const cohort = await lockCohort(trx, cohortId);
		if (enrolled) await endEnrolment(trx, cohort, { userId, by: userId, reason: '', at: now });
		await takeBackApplications(trx, { userId, email, cohortId }, now);
		if (!enrolled) await offerFreeSeats(trx, cohort, now);
	}
	const own = sql`(select id from application where user_id = ${userId} or lower(email) = ${email})`;
	await sql`update notification set values = values - 'person' where activity_id in
		(select id from activity where subject_id in ${own})`.execute(trx);
	await sql`update enrolment set application_id = null where application_id in ${own}`.execute(trx);
	await sql`delete from seat_offer where application_id in ${own}`.execute(trx);
	await sql`delete from invitation where application_id in ${own} or used_by = ${userId} or lower(email) = ${email}`.execute(
		trx,
	);
	await sql`delete from application where id in ${own}`.execute(trx);
}

async function takeBackApplications(
	trx: Transaction<DB>,
	{ userId, email, cohortId }: { userId: string; email: string; cohortId: string },
	now: Date,
): Promise<void> {
	const { rows } = await sql<{ id: string }>`
		update application set state = 'withdrawn', withdrawn_at = ${now}
		where cohort_id = ${cohortId} and (user_id = ${userId} or lower(email) = ${email})
			and state in ('waitlisted', 'offered', 'accepted')
		returning id`.execute(trx);
	for (const { id } of rows) await endPromises(trx, id, now);
}

/** Tables of roles, which end and stay; all of them have `user_id`, `started_at` and `ended_at`. */
const rolesOf = kept.flatMap(({ tables }) =>
	Object.entries(tables).flatMap(([table, columns]) => (columns['user_id'] === 'ended' ? [table] : [])),
);

/** Ends every role and what it brings along. Shifts of the past stay with the community's history. */
export async function leaveCommunities(trx: Transaction<DB>, userId: string, now: Date): Promise<void> {
	for (const roles of rolesOf)
		await sql`update ${sql.table(roles)} set ended_at = greatest(${now}, started_at)
			where user_id = ${userId} and ended_at is null`.execute(trx);
	await sql`update membership set end_reason = null where user_id = ${userId}`.execute(trx);
	await sql`update enrolment set end_reason = null where user_id = ${userId}`.execute(trx);
	await sql`update staff_assignment set exception_reason = null where user_id = ${userId}`.execute(trx);
	await sql`update shift set removed_at = ${now} where user_id = ${userId} and removed_at is null
		and starts_at > ${now}`.execute(trx);
	await sql`update shift set ends_at = ${now} where user_id = ${userId} and removed_at is null
		and starts_at <= ${now} and ends_at > ${now}`.execute(trx);
	await sql`update shift_swap w set message = '', decided_at = coalesce(w.decided_at, ${now}),
			accepted = coalesce(w.accepted, false)
		from shift s where s.id in (w.offered_shift_id, w.wanted_shift_id) and s.user_id = ${userId}`.execute(trx);
}
