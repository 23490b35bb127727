import { randomBytes } from 'node:crypto';
import { sql, type Selectable, type Transaction } from 'kysely';
import { tokenDigest } from '#identity/server/viewers.ts';
import { record } from '#platform/server/activity.ts';
import type { Application, DB } from '#platform/server/schema.ts';
import {
	givesSeats as stillGiven,
	invitationExpires,
	offerExpires,
	seatsToOffer,
	type SeatRules,
	type Seats,
} from '#course/rules/seats.ts';
import { mailApplicant } from '#course/server/application-mails.ts';
import { expectDue, type CohortRow } from '#course/server/cohort-row.ts';
import { outlineOf } from '#course/server/course-content.ts';

export type ApplicationRow = Selectable<Application>;

/** A secret for a link: 192 random bits; only its digest is stored. */
export const newToken = (): string => randomBytes(24).toString('base64url');

/** A cohort's seats and the course's rules for them, as `rules/seats.ts` decides on them. */
export type SeatsNow = { seats: Seats; rules: SeatRules };

/** Counts the seats. Decide on them only with the cohort's row locked. */
export async function seatsOf(trx: Transaction<DB>, cohort: CohortRow): Promise<SeatsNow> {
	const { rows } = await sql<Pick<Seats, 'enrolled' | 'invited' | 'offered' | 'waiting'>>`
		select
			(select count(*)::int from enrolment where cohort_id = ${cohort.id} and ended_at is null) as enrolled,
			count(*) filter (where state = 'accepted')::int as invited,
			count(*) filter (where state = 'offered')::int as offered,
			count(*) filter (where state = 'waitlisted')::int as waiting
		from application where cohort_id = ${cohort.id}`.execute(trx);
	const counted = rows[0];
	if (!counted) throw new Error('counting gave no row');
	const { participants } = await outlineOf(trx, cohort.courseVersionId);
	return {
		seats: { ...counted, capacity: cohort.seats, closesAt: await seatsCloseAt(trx, cohort) },
		rules: participants,
	};
}

/** How many seats are taken or promised: enrolled, accepted (the invitation holds), offered (the offer holds). */
export async function seatsTaken(trx: Transaction<DB>, cohort: CohortRow): Promise<number> {
	const { seats } = await seatsOf(trx, cohort);
	return seats.enrolled + seats.invited + seats.offered;
}

/**
 * The instant from which on no seat is given any more: unit 2 opens, as meeting 1 is scheduled to end, or at one's own
 * pace the kick-off.
 */
export async function seatsCloseAt(trx: Transaction<DB>, cohort: CohortRow): Promise<Date | null> {
	const meeting = await trx
		.selectFrom('meeting')
		.select('endsAt')
		.where('communityId', '=', cohort.communityId)
		.where('kind', '=', cohort.endsAt ? 'kick_off' : 'weekly')
		.where('number', '=', cohort.endsAt ? 0 : 1)
		.where('cancelledAt', 'is', null)
		.executeTakeFirst();
	return meeting?.endsAt ?? null;
}

/** Whether seats are still given at all; `false` once the cohort is cancelled, closed, or its unit 2 has opened. */
export async function givesSeats(trx: Transaction<DB>, cohort: CohortRow, at: Date): Promise<boolean> {
	if (cohort.cancelledAt || cohort.closedAt) return false;
	return stillGiven({ closesAt: await seatsCloseAt(trx, cohort) }, at);
}

/** Promises a seat: an invitation for 14 days, mailed to the applicant's address and good for no other. */
export async function invite(
	trx: Transaction<DB>,
	cohort: CohortRow,
	application: ApplicationRow,
	grant: { by: string | null; words: string; at: Date },
): Promise<string> {
	const { participants } = await outlineOf(trx, cohort.courseVersionId);
	const token = newToken();
	const expiresAt = invitationExpires(participants, cohort.timeZone, grant.at);
	await trx
		.insertInto('invitation')
		.values({
			communityId: cohort.communityId,
			applicationId: application.id,
			email: application.email,
			digest: tokenDigest(token),
			invitedBy: grant.by,
			createdAt: grant.at,
			expiresAt,
		})
		.execute();
	await trx
		.updateTable('application')
		.set({ state: 'accepted', decidedAt: grant.at, decidedBy: grant.by, decisionWords: grant.words })
		.where('id', '=', application.id)
		.execute();
	await expectDue(trx, cohort.id, expiresAt);
	await mailApplicant(trx, {
		kind: 'accepted',
		cohort,
		application,
		at: grant.at,
		token,
		until: expiresAt,
		words: grant.words,
	});
	await record(trx, about('application_accepted', cohort, application, grant.at, grant.by));
	return token;
}

/**
 * Offers every free seat to the next on the waitlist, for 48 hours and no longer than seats are given.
 * To be called, with the cohort's row locked, by whatever frees a seat.
 */
export async function offerFreeSeats(trx: Transaction<DB>, cohort: CohortRow, at: Date): Promise<void> {
	if (!(await givesSeats(trx, cohort, at))) return;
	const now = await seatsOf(trx, cohort);
	const count = seatsToOffer(now.seats, now.rules, at);
	if (count === 0) return;
	const expiresAt = offerExpires(now.seats, now.rules, at);
	for (const application of await waitlist(trx, cohort.id, count))
		await offer(trx, cohort, application, { at, expiresAt });
}

/** Those who wait, in the order in which they applied with an address they had proved. */
export function waitlist(trx: Transaction<DB>, cohortId: string, most: number): Promise<ApplicationRow[]> {
	return trx
		.selectFrom('application')
		.selectAll()
		.where('cohortId', '=', cohortId)
		.where('state', '=', 'waitlisted')
		.orderBy('verifiedAt')
		.orderBy('position')
		.limit(most)
		.forUpdate()
		.execute();
}

async function offer(
	trx: Transaction<DB>,
	cohort: CohortRow,
	application: ApplicationRow,
	{ at, expiresAt }: { at: Date; expiresAt: Date },
): Promise<void> {
	const token = newToken();
	await trx
		.insertInto('seatOffer')
		.values({
			cohortId: cohort.id,
			applicationId: application.id,
			offeredAt: at,
			expiresAt,
			digest: tokenDigest(token),
		})
		.execute();
	await trx.updateTable('application').set({ state: 'offered' }).where('id', '=', application.id).execute();
	await expectDue(trx, cohort.id, expiresAt);
	await mailApplicant(trx, { kind: 'offered', cohort, application, at, token, until: expiresAt });
	await record(trx, { ...about('seat_offered', cohort, application, at, null), data: { expiresAt } });
}

/** The record of something that happened to an application. */
export const about = (
	kind: string,
	cohort: CohortRow,
	application: ApplicationRow,
	at: Date,
	actorId: string | null,
) => ({
	kind,
	actorId,
	communityId: cohort.communityId,
	cohortId: cohort.id,
	subjectId: application.id,
	at,
});
