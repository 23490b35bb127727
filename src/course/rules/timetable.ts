import {
	type DayOff,
	dayOff,
	type FreeDay,
	freeDayOn,
	type HolidayCalendar,
	nextWorkingDay,
} from '#course/rules/holidays.ts';
import { done, type Outcome, refused } from '#course/rules/outcome.ts';
import {
	addCalendarDays,
	addDays,
	addMinutes,
	type CalendarDate,
	daysBetween,
	instantOf,
	type Interval,
	startOfDay,
	type WallTime,
} from '#platform/time.ts';

/** The shape of a course run: how long things last and how far apart they are. Data of the course. */
export interface DeliveryFormat {
	kickOffMinutes: number;
	/** Number of meetings after the kick-off. Each concludes a unit; without any, everybody goes at their own pace. */
	meetings: number;
	meetingMinutes: number;
	/** Calendar days from one meeting to the next. Where they make no whole weeks, weekends are left out as well. */
	daysBetween: number;
	/** Meetings that are held unlike the others. */
	seminarDays?: readonly SeminarDay[];
	/** Where everybody goes at their own pace: how many units there are, and for how many days from the kick-off. */
	ownPace?: { units: number; days: number } | null;
}

/** A meeting with a time and a length of its own on the day that the rhythm gives it; 0 is the kick-off. */
export interface SeminarDay {
	meeting: number;
	time: WallTime;
	minutes: number;
	/** Work on the next unit later that day, in the groups that the meeting forms; `pause` lies between, in minutes. */
	work: { minutes: number; pause: number } | null;
}

/** A kick-off of four hours and ten weekly meetings of ninety minutes (house rule). */
export const weeklyFormat: DeliveryFormat = { kickOffMinutes: 240, meetings: 10, meetingMinutes: 90, daysBetween: 7 };

/** So many weeks without a meeting after meeting n (0 is the kick-off), or no meeting from one date through another. */
export type Pause = { afterMeeting: number; weeks: number } | { from: CalendarDate; until: CalendarDate };

/** One meeting (0 is the kick-off) put on a date and time by hand. */
export interface MovedMeeting {
	meeting: number;
	date: CalendarDate;
	time: WallTime;
}

/** All from which a cohort's timetable follows. Times are those of a clock in `zone` (IANA name). */
export interface TimetablePlan {
	startDate: CalendarDate;
	kickOffTime: WallTime;
	meetingTime: WallTime;
	zone: string;
	calendar: HolidayCalendar;
	format: DeliveryFormat;
	pauses: readonly Pause[];
	moved: readonly MovedMeeting[];
	/** Where everybody goes at their own pace: the day of the exam, fixed beforehand. Left out, the format gives it. */
	examDate?: CalendarDate | null;
}

export interface ScheduledMeeting extends MovedMeeting {
	kind: 'kick_off' | 'weekly';
	start: Date;
	end: Date;
	/** The date that the rhythm alone would give. */
	regularDate: CalendarDate;
	placed: 'regular' | 'holiday' | 'by_hand';
	/** The day off that made the meeting move to the next working day. */
	avoids: DayOff | null;
	/** The day off on which the meeting was put by hand. */
	fallsOn: FreeDay | null;
}

/** Work on site that follows a meeting and belongs to the next unit; it concludes nothing. */
export interface ScheduledWork {
	afterMeeting: number;
	start: Date;
	end: Date;
}

/**
 * Unit, learning groups and shift n: from the scheduled end of meeting n−1 to that of meeting n. At one's own pace all
 * units are open from the kick-off to the end of the course.
 */
export interface UnitWindow {
	unit: number;
	opens: Date;
	closes: Date;
}

export interface Timetable {
	zone: string;
	/** The kick-off first, then meetings 1, 2, …; each ends before the next starts. */
	meetings: readonly ScheduledMeeting[];
	work: readonly ScheduledWork[];
	units: readonly UnitWindow[];
	/** When the last unit closes, with the last meeting or at one's own pace two days before the exam. */
	ends: Date;
	/** The day of the exam where it is fixed beforehand. */
	examDate: CalendarDate | null;
	/** The pauses as stretches of time, each within one or more units, in order. */
	breaks: readonly Interval[];
}

export type TimetableProblem =
	| { kind: 'no_such_meeting'; meeting: number }
	| { kind: 'pause_invalid'; pause: Pause }
	| { kind: 'not_between_neighbours'; meeting: number; after: Date | null; before: Date | null }
	| { kind: 'moved_meeting_in_pause'; meeting: number }
	| { kind: 'exam_too_early'; earliest: CalendarDate }
	| { kind: 'already_begun'; meeting: number }
	| { kind: 'in_the_past'; meeting: number };

/** Where a cohort stands. In a pause the coming unit is open already, its groups and shift hold; work rests. */
export type Position =
	| { kind: 'before_kick_off'; startsAt: Date }
	| { kind: 'kick_off' }
	| { kind: 'unit'; unit: number }
	| { kind: 'pause'; unit: number; until: Date }
	| { kind: 'after_last' };

/**
 * The timetable that follows from a plan (house rule: the weekly rhythm).
 *
 * Meeting n falls `daysBetween` days after meeting n−1, always counted by the rhythm and not from moved dates. One on a
 * public holiday or an organiser's day goes to the next working day. Where that is no longer before the next one's
 * turn, the rest of the series waits a week. A pause moves everything after it by whole weeks; a meeting moved by hand
 * moves alone. Work on a seminar day stays behind its meeting.
 */
export function timetable(plan: TimetablePlan): Outcome<Timetable, TimetableProblem> {
	const invalid = invalidPart(plan);
	if (invalid) return refused(invalid);
	const meetings = regularDates(plan).map((regular, meeting) => schedule(plan, meeting, regular));
	const work = meetings.flatMap((meeting) => workAfter(plan, meeting));
	const crossed = outOfOrder(meetings, work);
	if (crossed) return refused(crossed);
	const { zone } = plan;
	const kickOff = meetings[0];
	if (kickOff && plan.format.ownPace) return ownPace(plan, kickOff);
	const ends = meetings.at(-1)?.end ?? startOfDay(plan.startDate, zone);
	const units = unitWindows(meetings);
	return done({ zone, meetings, work, units, ends, examDate: null, breaks: breaks(plan, meetings) });
}

/** Days from the end of a course at one's own pace to the exam: one until counting ends, and one to plan. */
const daysBeforeExam = 2;
/** Nobody is asked to do a whole course in less. */
const leastDaysAtOwnPace = 28;

/** No meetings but the kick-off: all units are open until two days before the exam, whose day is fixed from the start. */
function ownPace(plan: TimetablePlan, kickOff: ScheduledMeeting): Outcome<Timetable, TimetableProblem> {
	const { zone, calendar, format, startDate } = plan;
	const { units, days } = format.ownPace ?? { units: 0, days: 0 };
	const examDate =
		plan.examDate ??
		nextIfFree(addCalendarDays(startDate, Math.max(days, leastDaysAtOwnPace) + daysBeforeExam), calendar);
	const earliest = nextIfFree(addCalendarDays(kickOff.date, leastDaysAtOwnPace + daysBeforeExam), calendar);
	if (examDate < earliest) return refused({ kind: 'exam_too_early', earliest });
	const ends = instantOf(addCalendarDays(examDate, -daysBeforeExam), plan.meetingTime, zone);
	const windows = Array.from({ length: units }, (_, index) => ({ unit: index + 1, opens: kickOff.end, closes: ends }));
	return done({ zone, meetings: [kickOff], work: [], units: windows, ends, examDate, breaks: [] });
}

/** The day itself where it is a working day, or the next one. */
export function nextIfFree(date: CalendarDate, calendar: HolidayCalendar): CalendarDate {
	return dayOff(date, calendar) ? nextWorkingDay(date, calendar) : date;
}

/**
 * The plan with one meeting (0 is the kick-off) moved by hand, and no other. It must lie between its neighbours and in
 * the future, as it did before; one moved to where the rhythm has it is no longer moved by hand.
 */
export function moveMeeting(
	plan: TimetablePlan,
	move: MovedMeeting,
	now: Date,
): Outcome<TimetablePlan, TimetableProblem> {
	if (!isMeeting(plan, move.meeting)) return refused({ kind: 'no_such_meeting', meeting: move.meeting });
	const others = plan.moved.filter(({ meeting }) => meeting !== move.meeting);
	const regular = schedule(
		{ ...plan, moved: others },
		move.meeting,
		regularDates(plan)[move.meeting] ?? regularStart(plan),
	);
	const isRegular = regular.date === move.date && regular.time === move.time;
	return changePlan(plan, { ...plan, moved: isRegular ? others : [...others, move] }, now);
}

/** The plan with a pause put in; meetings after it that had been moved by hand move along by as many weeks. */
export function insertPause(plan: TimetablePlan, pause: Pause, now: Date): Outcome<TimetablePlan, TimetableProblem> {
	return withPauses(plan, [...plan.pauses, pause], now);
}

/** The plan without the pause at that place of its list; everything after moves back. */
export function removePause(plan: TimetablePlan, index: number, now: Date): Outcome<TimetablePlan, TimetableProblem> {
	return withPauses(plan, plan.pauses.toSpliced(index, 1), now);
}

/** A plan in place of another, refused if it moves what has begun, or moves anything into the past. */
export function changePlan(
	plan: TimetablePlan,
	to: TimetablePlan,
	now: Date,
): Outcome<TimetablePlan, TimetableProblem> {
	const before = timetable(plan);
	if (!before.ok) return before;
	const after = timetable(to);
	if (!after.ok) return after;
	const problem = touchedPast(before.value.meetings, after.value.meetings, now);
	return problem ? refused(problem) : done(to);
}

/** Where a cohort stands at an instant. */
export function positionAt({ meetings, breaks, units }: Timetable, now: Date): Position {
	const kickOff = meetings[0];
	if (kickOff && now < kickOff.start) return { kind: 'before_kick_off', startsAt: kickOff.start };
	if (kickOff && now < kickOff.end) return { kind: 'kick_off' };
	const open = units.find(({ opens, closes }) => opens <= now && now < closes);
	if (!open) return { kind: 'after_last' };
	const rest = breaks.find(({ from, until }) => from <= now && now < until);
	return rest ? { kind: 'pause', unit: open.unit, until: rest.until } : { kind: 'unit', unit: open.unit };
}

/** The unit whose window holds an instant, pauses included, or null outside of all. */
export function unitAt({ units }: Timetable, now: Date): number | null {
	return units.find(({ opens, closes }) => opens <= now && now < closes)?.unit ?? null;
}

/** The meeting that is going on, or else the next to come; null after the last. */
export function nextMeeting({ meetings }: Timetable, now: Date): ScheduledMeeting | null {
	return meetings.find(({ end }) => now < end) ?? null;
}

function invalidPart(plan: TimetablePlan): TimetableProblem | null {
	const stray = plan.moved.find(({ meeting }) => !isMeeting(plan, meeting));
	if (stray) return { kind: 'no_such_meeting', meeting: stray.meeting };
	const pause = plan.pauses.find((each) => !isSound(each, plan));
	return pause ? { kind: 'pause_invalid', pause } : null;
}

function isMeeting({ format }: TimetablePlan, meeting: number): boolean {
	return Number.isInteger(meeting) && meeting >= 0 && meeting <= format.meetings;
}

/** A pause comes after the kick-off and before the last meeting, lasts at least a week or a day, and at most a year. */
function isSound(pause: Pause, plan: TimetablePlan): boolean {
	if ('weeks' in pause) {
		const whole = Number.isInteger(pause.weeks) && pause.weeks >= 1 && pause.weeks <= 52;
		return whole && isMeeting(plan, pause.afterMeeting) && pause.afterMeeting < plan.format.meetings;
	}
	const days = daysBetween(pause.from, pause.until);
	return pause.from > plan.startDate && days >= 0 && days <= 366;
}

interface RegularDate {
	regularDate: CalendarDate;
	date: CalendarDate;
	avoids: DayOff | null;
}

function regularDates(plan: TimetablePlan): RegularDate[] {
	const dates = [regularStart(plan)];
	let shift = 0;
	for (let meeting = 1; meeting <= plan.format.meetings; meeting++) {
		shift += 7 * weeksAfter(meeting - 1, plan.pauses);
		const previous = dates[meeting - 1]?.date ?? plan.startDate;
		const due = () => addCalendarDays(plan.startDate, meeting * plan.format.daysBetween + shift);
		while (isTaken(plan, due(), previous)) shift += isWeekly(plan) ? 7 : 1;
		dates.push(settle(plan, due()));
	}
	return dates;
}

function regularStart(plan: TimetablePlan): RegularDate {
	return settle(plan, plan.startDate);
}

function weeksAfter(meeting: number, pauses: readonly Pause[]): number {
	return pauses.reduce((sum, pause) => sum + ('weeks' in pause && pause.afterMeeting === meeting ? pause.weeks : 0), 0);
}

function isWeekly({ format }: TimetablePlan): boolean {
	return format.daysBetween % 7 === 0;
}

function isTaken(plan: TimetablePlan, due: CalendarDate, previous: CalendarDate): boolean {
	const { date } = settle(plan, due);
	return date <= previous || isPaused(date, plan.pauses);
}

function isPaused(date: CalendarDate, pauses: readonly Pause[]): boolean {
	return pauses.some((pause) => 'from' in pause && pause.from <= date && date <= pause.until);
}

/** The date itself, or the next working day when the date is not to be had. */
function settle(plan: TimetablePlan, regularDate: CalendarDate): RegularDate {
	const avoids = isWeekly(plan) ? freeDayOn(regularDate, plan.calendar) : dayOff(regularDate, plan.calendar);
	const date = avoids ? nextWorkingDay(regularDate, plan.calendar) : regularDate;
	return { regularDate, date, avoids };
}

function schedule(plan: TimetablePlan, meeting: number, regular: RegularDate): ScheduledMeeting {
	const byHand = plan.moved.find((move) => move.meeting === meeting);
	const { date, time } = byHand ?? { date: regular.date, time: regularTime(plan, meeting) };
	const start = instantOf(date, time, plan.zone);
	return {
		meeting,
		kind: meeting === 0 ? 'kick_off' : 'weekly',
		date,
		time,
		start,
		end: addMinutes(start, minutesOf(plan.format, meeting)),
		regularDate: regular.regularDate,
		placed: byHand ? 'by_hand' : regular.avoids ? 'holiday' : 'regular',
		avoids: byHand ? null : regular.avoids,
		fallsOn: byHand ? freeDayOn(date, plan.calendar) : null,
	};
}

const seminarDay = ({ seminarDays = [] }: DeliveryFormat, meeting: number): SeminarDay | undefined =>
	seminarDays.find((day) => day.meeting === meeting);

function minutesOf(format: DeliveryFormat, meeting: number): number {
	return seminarDay(format, meeting)?.minutes ?? (meeting === 0 ? format.kickOffMinutes : format.meetingMinutes);
}

/** The time at which a meeting begins where it was not moved by hand. */
export function regularTime({ format, kickOffTime, meetingTime }: TimetablePlan, meeting: number): WallTime {
	// the kick-off has a time of the cohort's own in every format
	return meeting === 0 ? kickOffTime : (seminarDay(format, meeting)?.time ?? meetingTime);
}

function workAfter({ format }: TimetablePlan, { meeting, end }: ScheduledMeeting): ScheduledWork[] {
	const work = seminarDay(format, meeting)?.work;
	if (!work) return [];
	const start = addMinutes(end, work.pause);
	return [{ afterMeeting: meeting, start, end: addMinutes(start, work.minutes) }];
}

/** The first meeting that is not over, with its work, before the next starts; of the two, the one moved by hand. */
function outOfOrder(meetings: readonly ScheduledMeeting[], work: readonly ScheduledWork[]): TimetableProblem | null {
	for (const [index, next] of meetings.entries()) {
		const previous = meetings[index - 1];
		if (!previous) continue;
		const over = work.find(({ afterMeeting }) => afterMeeting === previous.meeting)?.end ?? previous.end;
		if (over <= next.start) continue;
		const { meeting } = next.placed === 'by_hand' ? next : previous.placed === 'by_hand' ? previous : next;
		const [after, before] = [meetings[meeting - 1]?.end ?? null, meetings[meeting + 1]?.start ?? null];
		return { kind: 'not_between_neighbours', meeting, after, before };
	}
	return null;
}

function unitWindows(meetings: readonly ScheduledMeeting[]): UnitWindow[] {
	return meetings.flatMap(({ meeting, end }) => {
		const previous = meetings[meeting - 1];
		return previous ? [{ unit: meeting, opens: previous.end, closes: end }] : [];
	});
}

function breaks(plan: TimetablePlan, meetings: readonly ScheduledMeeting[]): Interval[] {
	return [...weeksOff(plan, meetings), ...daysOff(plan, meetings)].toSorted(
		(a, b) => a.from.getTime() - b.from.getTime(),
	);
}

/** From the end of a meeting for so many weeks, and never beyond the start of the next. */
function weeksOff({ pauses, zone }: TimetablePlan, meetings: readonly ScheduledMeeting[]): Interval[] {
	return meetings.flatMap(({ meeting, end: from }) => {
		const weeks = weeksAfter(meeting, pauses);
		const next = meetings[meeting + 1];
		if (weeks === 0 || !next) return [];
		const until = addDays(from, 7 * weeks, zone);
		return [{ from, until: until < next.start ? until : next.start }];
	});
}

/** Whole days, but none of the kick-off. */
function daysOff({ pauses, zone }: TimetablePlan, meetings: readonly ScheduledMeeting[]): Interval[] {
	return pauses.flatMap((pause) => {
		if ('weeks' in pause) return [];
		const [first, until] = [startOfDay(pause.from, zone), startOfDay(addCalendarDays(pause.until, 1), zone)];
		const kickOffEnd = meetings[0]?.end ?? first;
		const from = first > kickOffEnd ? first : kickOffEnd;
		return from < until ? [{ from, until }] : [];
	});
}

function withPauses(
	plan: TimetablePlan,
	pauses: readonly Pause[],
	now: Date,
): Outcome<TimetablePlan, TimetableProblem> {
	const paused = { ...plan, pauses };
	const invalid = invalidPart(paused);
	if (invalid) return refused(invalid);
	const moved = movedAlong(plan, paused);
	const caught = moved.find(({ date }, index) => {
		const was = plan.moved[index]?.date ?? date;
		return isPaused(date, pauses) && !isPaused(was, plan.pauses);
	});
	if (caught) return refused({ kind: 'moved_meeting_in_pause', meeting: caught.meeting });
	return changePlan(plan, { ...paused, moved }, now);
}

/** The meetings moved by hand, each shifted by as many days as its regular date is. */
function movedAlong(plan: TimetablePlan, to: TimetablePlan): MovedMeeting[] {
	const [before, after] = [regularDates(plan), regularDates(to)];
	return plan.moved.map((move) => {
		const [was, is] = [before[move.meeting]?.regularDate, after[move.meeting]?.regularDate];
		return { ...move, date: was && is ? addCalendarDays(move.date, daysBetween(was, is)) : move.date };
	});
}

function touchedPast(
	before: readonly ScheduledMeeting[],
	after: readonly ScheduledMeeting[],
	now: Date,
): TimetableProblem | null {
	for (let meeting = 0; meeting < Math.max(before.length, after.length); meeting++) {
		const [was, is] = [before[meeting], after[meeting]];
		if (was?.start.getTime() === is?.start.getTime() && was?.end.getTime() === is?.end.getTime()) continue;
		if (was && was.start <= now) return { kind: 'already_begun', meeting };
		if (is && is.start <= now) return { kind: 'in_the_past', meeting };
	}
	return null;
}
