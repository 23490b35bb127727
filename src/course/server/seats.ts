import { randomBytes } from 'node:crypto';
import type { Selectable, Transaction } from 'kysely';
import { tokenDigest } from '#identity/server/viewers.ts';
import { record } from '#platform/server/activity.ts';
import type { Application, DB } from '#platform/server/schema.ts';
import { addDays, addHours } from '#platform/time.ts';
import { mailApplicant } from '#course/server/application-mails.ts';
import { expectDue, type CohortRow } from '#course/server/cohort-row.ts';
import { outlineOf } from '#course/server/course-content.ts';

export type ApplicationRow = Selectable<Application>;

/** A secret for a link: 192 random bits; only its digest is stored. */
export const newToken = (): string => randomBytes(24).toString('base64url');

/**
 * Seats that are taken or promised: enrolled, accepted (the invitation holds), offered (the offer holds).
 * Decide on it only with the cohort's row locked.
 */
export async function seatsTaken(trx: Transaction<DB>, cohortId: string): Promise<number> {
	const { enrolled } = await trx
		.selectFrom('enrolment')
		.select((e) => e.fn.countAll<number>().as('enrolled'))
		.where('cohortId', '=', cohortId)
		.where('endedAt', 'is', null)
		.executeTakeFirstOrThrow();
	const { promised } = await trx
		.selectFrom('application')
		.select((e) => e.fn.countAll<number>().as('promised'))
		.where('cohortId', '=', cohortId)
		.where('state', 'in', ['accepted', 'offered'])
		.executeTakeFirstOrThrow();
	return enrolled + promised;
}

/** The instant from which on no seat is given any more: unit 2 opens, as meeting 1 is scheduled to end. */
export async function seatsCloseAt(trx: Transaction<DB>, cohort: CohortRow): Promise<Date | null> {
	const meeting = await trx
		.selectFrom('meeting')
		.select('endsAt')
		.where('communityId', '=', cohort.communityId)
		.where('kind', '=', 'weekly')
		.where('number', '=', 1)
		.where('cancelledAt', 'is', null)
		.executeTakeFirst();
	return meeting?.endsAt ?? null;
}

/** Whether seats are still given at all; `false` once the cohort is cancelled, closed, or its unit 2 has opened. */
export async function givesSeats(trx: Transaction<DB>, cohort: CohortRow, at: Date): Promise<boolean> {
	if (cohort.cancelledAt || cohort.closedAt) return false;
	const until = await seatsCloseAt(trx, cohort);
	return until === null || at < until;
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
	const expiresAt = addDays(grant.at, participants.invitationDays, cohort.timeZone);
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
	const free = cohort.seats - (await seatsTaken(trx, cohort.id));
	if (free <= 0) return;
	for (const application of await waitlist(trx, cohort.id, free)) await offer(trx, cohort, application, at);
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

async function offer(trx: Transaction<DB>, cohort: CohortRow, application: ApplicationRow, at: Date): Promise<void> {
	const { participants } = await outlineOf(trx, cohort.courseVersionId);
	const token = newToken();
	const [end, close] = [addHours(at, participants.seatOfferHours), await seatsCloseAt(trx, cohort)];
	const expiresAt = close && close < end ? close : end;
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
