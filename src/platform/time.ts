import { Temporal } from 'temporal-polyfill';

/** A day in the calendar without time or zone, as ISO 8601 `YYYY-MM-DD`. Such strings compare in order of time. */
export type CalendarDate = string;

/** A time on the clock on the wall, as `HH:MM` or `HH:MM:SS`. */
export type WallTime = string;

/** What calendar and clock show at one place. */
export interface WallClock {
	date: CalendarDate;
	time: WallTime;
}

/** A stretch of time that holds its first instant and not its last one. */
export interface Interval {
	from: Date;
	until: Date;
}

const minute = 60_000;

/**
 * The instant at which a clock in `zone` (IANA name) shows this date and time.
 * A time that daylight saving skips is read as the same distance after the gap (02:30 becomes 03:30);
 * a time that comes twice is the first of the two.
 * @throws RangeError when date, time or zone do not exist
 */
export function instantOf(date: CalendarDate, time: WallTime, zone: string): Date {
	const clock = Temporal.PlainDate.from(date).toPlainDateTime(Temporal.PlainTime.from(time));
	return toDate(clock.toZonedDateTime(zone));
}

/**
 * What calendar and clock in `zone` (IANA name) show at an instant; the time as `HH:MM`, seconds cut off.
 * @throws RangeError when the zone does not exist
 */
export function wallClock(instant: Date, zone: string): WallClock {
	const zoned = toZoned(instant, zone);
	return {
		date: zoned.toPlainDate().toString(),
		time: zoned.toPlainTime().toString({ smallestUnit: 'minute', roundingMode: 'trunc' }),
	};
}

/** The calendar date in `zone` at an instant. */
export function dateIn(zone: string, instant: Date): CalendarDate {
	return toZoned(instant, zone).toPlainDate().toString();
}

/** The first instant of a calendar date in `zone`. */
export function startOfDay(date: CalendarDate, zone: string): Date {
	return toDate(Temporal.PlainDate.from(date).toZonedDateTime(zone));
}

/**
 * The instant that many calendar days later (or earlier, when negative) at which the clock in `zone` shows the same
 * time: the real distance is an hour more or less when daylight saving begins or ends in between.
 */
export function addDays(instant: Date, days: number, zone: string): Date {
	return toDate(toZoned(instant, zone).add({ days }));
}

/** The same time of day, to the millisecond, on another calendar date in `zone`. */
export function onDate(instant: Date, date: CalendarDate, zone: string): Date {
	const time = toZoned(instant, zone).toPlainTime();
	return toDate(Temporal.PlainDate.from(date).toPlainDateTime(time).toZonedDateTime(zone));
}

/** The instant so many real minutes later (or earlier, when negative). */
export function addMinutes(instant: Date, minutes: number): Date {
	return new Date(instant.getTime() + minutes * minute);
}

/** The instant so many real hours later (or earlier, when negative). */
export function addHours(instant: Date, hours: number): Date {
	return addMinutes(instant, hours * 60);
}

/** Real minutes from one instant to a later one, with fractions; negative when `until` comes first. */
export function minutesBetween(from: Date, until: Date): number {
	return (until.getTime() - from.getTime()) / minute;
}

/** A calendar date so many days later (or earlier, when negative). */
export function addCalendarDays(date: CalendarDate, days: number): CalendarDate {
	return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Calendar days from one date to another; negative when `until` comes first. */
export function daysBetween(from: CalendarDate, until: CalendarDate): number {
	return Temporal.PlainDate.from(from).until(until, { largestUnit: 'day' }).days;
}

/** The day of the week of a calendar date, from 1 (Monday) to 7 (Sunday). */
export function weekday(date: CalendarDate): number {
	return Temporal.PlainDate.from(date).dayOfWeek;
}

/** The earliest of some instants, or null when there are none. */
export function earliest(instants: readonly Date[]): Date | null {
	return instants.reduce<Date | null>((first, instant) => (first === null || instant < first ? instant : first), null);
}

/** The latest of some instants, or null when there are none. */
export function latest(instants: readonly Date[]): Date | null {
	return instants.reduce<Date | null>((last, instant) => (last === null || instant > last ? instant : last), null);
}

/** The real minutes that intervals cover within `within`, time covered twice counted once. */
export function minutesCovered(intervals: readonly Interval[], within: Interval): number {
	let covered = 0;
	let reached = within.from;
	for (const { from, until } of intervals.toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
		const start = from > reached ? from : reached;
		const end = until < within.until ? until : within.until;
		if (end <= start) continue;
		covered += minutesBetween(start, end);
		reached = end;
	}
	return covered;
}

/** Whether a text is a calendar date that exists, as `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
	return /^\d{4}-\d{2}-\d{2}$/.test(text) && exists(() => Temporal.PlainDate.from(text));
}

/** Whether a text is a time of day as `HH:MM`. */
export function isWallTime(text: string): boolean {
	return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/** Whether a text is a time zone that this machine knows by its IANA name. */
export function isTimeZone(text: string): boolean {
	return /^[A-Z]/i.test(text) && exists(() => new Intl.DateTimeFormat('en', { timeZone: text }));
}

function exists(make: () => unknown): boolean {
	try {
		make();
		return true;
	} catch {
		return false;
	}
}

function toZoned(instant: Date, zone: string): Temporal.ZonedDateTime {
	return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
}

function toDate(zoned: Temporal.ZonedDateTime): Date {
	return new Date(zoned.epochMilliseconds);
}
