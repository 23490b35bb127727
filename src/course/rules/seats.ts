import { addDays, addHours } from '#platform/time.ts';

/** Data of the course. The house's own: 24 seats at most, invitations for 14 days, offers for 48 hours. */
export interface SeatRules {
	maximum: number;
	invitationDays: number;
	seatOfferHours: number;
}

export const houseSeats: SeatRules = { maximum: 24, invitationDays: 14, seatOfferHours: 48 };

/** A cohort's seats at an instant, read with the cohort locked, so that two decisions never see the same free seat. */
export interface Seats {
	/** How many there are; never more than the course's maximum. */
	capacity: number;
	enrolled: number;
	/** Invitations that hold: accepted and not yet taken. */
	invited: number;
	/** Offers that hold: from the waitlist and not yet answered. */
	offered: number;
	/** How many wait. */
	waiting: number;
	/** When unit 2 opens, or null while there is no timetable; from then on no seat is given. */
	closesAt: Date | null;
}

/** How many seats are neither taken nor promised. An invitation and an offer keep a seat as long as they hold. */
export function freeSeats({ capacity, enrolled, invited, offered }: Seats, { maximum }: SeatRules): number {
	return Math.max(0, Math.min(capacity, maximum) - enrolled - invited - offered);
}

/** Whether seats are still given: until unit 2 opens (house rule). */
export function givesSeats({ closesAt }: Pick<Seats, 'closesAt'>, now: Date): boolean {
	return closesAt === null || now < closesAt;
}

export type Acceptance =
	/** A seat is kept until then, and the invitation is sent. */
	| { kind: 'invited'; expiresAt: Date }
	/** All seats are taken, or others wait for one; this place on the waitlist, from 1. */
	| { kind: 'waitlisted'; position: number }
	| { kind: 'too_late'; closedAt: Date };

/** What accepting an application leads to. The days of an invitation are calendar days in `zone` (IANA name). */
export function acceptance(seats: Seats, rules: SeatRules, zone: string, now: Date): Acceptance {
	if (seats.closesAt !== null && !givesSeats(seats, now)) return { kind: 'too_late', closedAt: seats.closesAt };
	if (freeSeats(seats, rules) <= seats.waiting) return { kind: 'waitlisted', position: seats.waiting + 1 };
	return { kind: 'invited', expiresAt: invitationExpires(rules, zone, now) };
}

/** When an invitation sent now ends, by the clock on the wall in `zone` (house rule: 14 days). */
export function invitationExpires(
	{ invitationDays }: Pick<SeatRules, 'invitationDays'>,
	zone: string,
	now: Date,
): Date {
	return addDays(now, invitationDays, zone);
}

/** How many of those who wait longest are to be offered a seat now. */
export function seatsToOffer(seats: Seats, rules: SeatRules, now: Date): number {
	return givesSeats(seats, now) ? Math.min(freeSeats(seats, rules), seats.waiting) : 0;
}

/** When an offer made now ends: after its hours, and no later than seats are given (house rule: 48 h). */
export function offerExpires({ closesAt }: Pick<Seats, 'closesAt'>, { seatOfferHours }: SeatRules, now: Date): Date {
	const end = addHours(now, seatOfferHours);
	return closesAt !== null && closesAt < end ? closesAt : end;
}

/** Whether an invitation or offer can still be taken: not at the very instant of its end. */
export function holds(promise: { expiresAt: Date; settledAt: Date | null }, now: Date): boolean {
	return promise.settledAt === null && now < promise.expiresAt;
}
