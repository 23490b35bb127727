import { type Interval, minutesBetween, minutesCovered } from '#platform/time.ts';

/** From checking in to checking out; `until` is null while somebody is there or forgot to check out. */
export interface Stay {
	from: Date;
	until: Date | null;
}

export interface Attendance {
	/** The meeting as scheduled. */
	meeting: Interval;
	stays: readonly Stay[];
	/** Minutes put in by a companion; they count instead of the stays. */
	correctedMinutes: number | null;
}

/**
 * Minutes that somebody attended a meeting so far, in whole minutes. Only time within the meeting counts, and time
 * covered twice once; who did not check out was there until the scheduled end, or until now while it lasts.
 */
export function attendedMinutes({ meeting, stays, correctedMinutes }: Attendance, now: Date): number {
	if (correctedMinutes !== null) return correctedMinutes;
	const present = stays.map(({ from, until }) => ({ from, until: until ?? now }));
	return Math.floor(minutesCovered(present, meeting));
}

/**
 * Whether a meeting counts as attended (house rule: 60 of 90 minutes): at least `minutes` of one that lasts `length`, and
 * of a shorter or longer one the same share.
 */
export function isAttended(attendance: Attendance, rule: { minutes: number; length: number }, now: Date): boolean {
	const { from, until } = attendance.meeting;
	return attendedMinutes(attendance, now) >= (minutesBetween(from, until) * rule.minutes) / rule.length;
}
