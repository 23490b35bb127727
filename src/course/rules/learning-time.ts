import { addMinutes, type CalendarDate, dateIn, type Interval, minutesBetween } from '#platform/time.ts';

/** The parts of the course's learning time. */
export const learningParts = ['kick_off', 'meetings', 'units', 'exam'] as const;
export type LearningPart = (typeof learningParts)[number];

/** Hours of the whole course for one person; data of the course. */
export interface CourseHours {
	kickOff: number;
	meetings: number;
	units: number;
	exam: number;
	total: number;
}

/** 80 hours: 4 kick-off, 15 meetings, 54 units, 7 exam (house rule). */
export const houseHours: CourseHours = { kickOff: 4, meetings: 15, units: 54, exam: 7, total: 80 };

/** Time that a learner booked. */
export interface TimeEntry {
	part: LearningPart;
	minutes: number;
}

/** Minutes booked and planned in a part. More may be booked than planned. */
export interface PartBalance {
	part: LearningPart;
	bookedMinutes: number;
	plannedMinutes: number;
}

export interface TimeBalance {
	bookedMinutes: number;
	plannedMinutes: number;
	parts: PartBalance[];
}

/** A learner's booked time against the hours of the course, in all and by part, in minutes. */
export function timeBalance(entries: readonly TimeEntry[], hours: CourseHours): TimeBalance {
	const planned = { kick_off: hours.kickOff, meetings: hours.meetings, units: hours.units, exam: hours.exam };
	const parts = learningParts.map((part) => {
		const own = entries.filter((entry) => entry.part === part);
		return { part, bookedMinutes: sum(own), plannedMinutes: Math.round(planned[part] * 60) };
	});
	return { bookedMinutes: sum(entries), plannedMinutes: Math.round(hours.total * 60), parts };
}

/** A meeting at which the learner was, with the minutes attended. */
export interface AttendedMeeting {
	/** Identifies the suggestion, so that it can be booked once. */
	key: string;
	part: 'kick_off' | 'meetings' | 'units';
	startedAt: Date;
	minutes: number;
}

/** What a learner did for the course, as far as it was recorded: posts, edits, hand-ins, feedback. */
export interface Activity {
	meetings: readonly AttendedMeeting[];
	/** Instants of own acts. Reading is not among them. */
	acts: readonly Date[];
}

/** A booking that the learner may take over, change or leave. */
export interface Suggestion {
	key: string;
	part: LearningPart;
	day: CalendarDate;
	minutes: number;
}

/** Acts less than half an hour apart belong to one sitting. */
const sittingGapMinutes = 30;
/** Before the first act of a sitting somebody has read and thought; nobody records for how long, so this is assumed. */
const leadMinutes = 15;

/**
 * Suggestions of learning time from what was done: one for each meeting attended, and one for each day with acts
 * outside of meetings. Such a day's time is that of its sittings, each from a quarter of an hour before its first act to
 * its last, rounded to quarters of an hour. Keys in `booked` are left out. Days are those of `zone` (IANA name); hand in
 * acts of days that are over, as a day is suggested once.
 */
export function suggestedTime({ meetings, acts }: Activity, booked: ReadonlySet<string>, zone: string): Suggestion[] {
	const held = meetings.map(({ startedAt, minutes }) => ({ from: startedAt, until: addMinutes(startedAt, minutes) }));
	const outside = acts.filter((act) => !held.some(({ from, until }) => from <= act && act < until));
	const days = Object.groupBy(sittings(outside), ({ from }) => dateIn(zone, from));
	const suggestions = [
		...meetings.map(({ key, part, startedAt, minutes }) => ({ key, part, day: dateIn(zone, startedAt), minutes })),
		...Object.entries(days).map(([day, each]) => forUnits(day, each ?? [])),
	];
	return suggestions
		.filter(({ key, minutes }) => minutes > 0 && !booked.has(key))
		.toSorted((a, b) => (a.day === b.day ? a.key.localeCompare(b.key, 'en') : a.day < b.day ? -1 : 1));
}

function forUnits(day: CalendarDate, sittings: readonly Interval[]): Suggestion {
	const minutes = sittings.reduce((total, { from, until }) => total + minutesBetween(from, until) + leadMinutes, 0);
	return { key: `day ${day}`, part: 'units', day, minutes: Math.max(15, Math.round(minutes / 15) * 15) };
}

/** Stretches from first to last act, without the lead, in order. */
function sittings(acts: readonly Date[]): Interval[] {
	const found: Interval[] = [];
	for (const act of acts.toSorted((a, b) => a.getTime() - b.getTime())) {
		const last = found.at(-1);
		if (last && minutesBetween(last.until, act) < sittingGapMinutes) last.until = act;
		else found.push({ from: act, until: act });
	}
	return found;
}

function sum(entries: readonly TimeEntry[]): number {
	return entries.reduce((total, { minutes }) => total + minutes, 0);
}
