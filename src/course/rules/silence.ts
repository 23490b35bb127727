import {
	addCalendarDays,
	type CalendarDate,
	type Interval,
	latest,
	minutesBetween,
	minutesCovered,
	startOfDay,
} from '#platform/time.ts';

/** Days without a sign after which somebody counts as silent (house rule). */
export const silentAfterDays = 7;

export interface Signs {
	/** When the person joined; before that nobody is silent. */
	since: Date;
	/** Posts, submissions, bookings of learning time and check-ins. Reading is none and is not asked for. */
	acts: readonly Date[];
	/** Announced absences and pauses of the course, which do not count as silence. */
	away: readonly Interval[];
}

/** An absence from one calendar date through another, as a stretch of time in `zone`. */
export function absence(from: CalendarDate, through: CalendarDate, zone: string): Interval {
	return { from: startOfDay(from, zone), until: startOfDay(addCalendarDays(through, 1), zone) };
}

/** Days of 24 hours since the last sign, with fractions, announced absences left out. */
export function quietDays({ since, acts, away }: Signs, now: Date): number {
	const from = latest([since, ...acts.filter((act) => act <= now)]) ?? since;
	const quiet = { from, until: now };
	return Math.max(0, minutesBetween(from, now) - minutesCovered(away, quiet)) / (24 * 60);
}

/** Whether somebody counts as silent: seven days without a sign, announced absence excluded (house rule). */
export function isSilent(signs: Signs, now: Date): boolean {
	return quietDays(signs, now) >= silentAfterDays;
}
