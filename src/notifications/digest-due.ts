import { addCalendarDays, dateIn, instantOf, type CalendarDate } from '#platform/time.ts';

/** The hour of the digest until a person chooses another. */
export const usualHour = 7;

/**
 * The last time that the clock in `timeZone` (IANA name) struck `hour` (0 to 23), and on which day of that place. An hour
 * that daylight saving skips is the next one that exists; of an hour that comes twice the first counts.
 */
export function lastDue(now: Date, hour: number, timeZone: string): { day: CalendarDate; at: Date } {
	const dueOn = (day: CalendarDate) => ({ day, at: instantOf(day, `${String(hour).padStart(2, '0')}:00`, timeZone) });
	const today = dueOn(dateIn(timeZone, now));
	return today.at <= now ? today : dueOn(addCalendarDays(today.day, -1));
}
