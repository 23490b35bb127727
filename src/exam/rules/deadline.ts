import { type DayOff, dayOff, type HolidayCalendar, nextWorkingDay } from '#course/rules/holidays.ts';
import { done, type Outcome, refused } from '#course/rules/outcome.ts';
import { addCalendarDays, addHours, type CalendarDate, dateIn, onDate } from '#platform/time.ts';

/** Working days that candidates have for their papers (house rule); data of the course. */
export const examWorkingDays = 3;

/** Hours before a deadline at which candidates are reminded (house rule). */
export const reminderHours: readonly number[] = [24, 3];

export interface ExamOpening {
	opensAt: Date;
	/** IANA name of the cohort's time zone. */
	zone: string;
	calendar: HolidayCalendar;
	/** How many working days later the exam ends, at least one. */
	workingDays: number;
}

/** One day from opening to end, and why it counts or not: enough to put the deadline into words. */
export type DeadlineDay =
	| { kind: 'opening'; date: CalendarDate }
	| { kind: 'working_day'; date: CalendarDate; number: number }
	| { kind: 'skipped'; date: CalendarDate; why: DayOff };

export interface ExamWindow {
	opensAt: Date;
	/** The last instant at which a paper is accepted. */
	endsAt: Date;
	days: DeadlineDay[];
}

export type OpeningProblem = { kind: 'not_a_working_day'; why: DayOff; nextWorkingDay: CalendarDate };

/**
 * The window of an exam: it opens on a working day, which is not counted, and ends so many working days later when the
 * clock in the cohort's zone shows the same time (house rule). Daylight saving makes it an hour shorter or longer.
 */
export function examWindow({ opensAt, zone, calendar, workingDays }: ExamOpening): Outcome<ExamWindow, OpeningProblem> {
	const opening = dateIn(zone, opensAt);
	const why = dayOff(opening, calendar);
	if (why) return refused({ kind: 'not_a_working_day', why, nextWorkingDay: nextWorkingDay(opening, calendar) });
	const days: DeadlineDay[] = [{ kind: 'opening', date: opening }, ...daysAfter(opening, workingDays, calendar)];
	const last = days.at(-1)?.date ?? opening;
	return done({ opensAt, endsAt: onDate(opensAt, last, zone), days });
}

/** Of the days of a window those that do not count, for a sentence such as "Saturday, Sunday and Whit Monday". */
export function skippedDays({ days }: ExamWindow): DayOff[] {
	return days.flatMap((day) => (day.kind === 'skipped' ? [day.why] : []));
}

/** More time, given in working days, in hours, or by naming the new end. */
export type MoreTime = { workingDays: number } | { hours: number } | { until: Date };

export interface ExtensionRequest {
	endsAt: Date;
	zone: string;
	calendar: HolidayCalendar;
	more: MoreTime;
	reason: string;
}

export type ExtensionProblem = { kind: 'reason_missing' } | { kind: 'not_later'; endsAt: Date };

/**
 * The end of a deadline with more time: so many working days later at the same time on the clock, so many real hours
 * later, or as named. It must be later than the end so far and needs a reason (house rule).
 */
export function extendedEnd(request: ExtensionRequest): Outcome<Date, ExtensionProblem> {
	if (request.reason.trim() === '') return refused({ kind: 'reason_missing' });
	const end = laterEnd(request);
	return end > request.endsAt ? done(end) : refused({ kind: 'not_later', endsAt: request.endsAt });
}

/** An extension in force; one of the two names is null. */
export interface Extension {
	person: string | null;
	group: string | null;
	endsAt: Date;
}

/** Whose paper it is: a group's or a person's; the other is null. */
export interface PaperOwner {
	person: string | null;
	group: string | null;
}

/**
 * The end for one paper: that of the exam, or the latest extension of its owner. An extension for a person is for the
 * individual papers, one for a group for its group paper (house rule: per person or group).
 */
export function endFor(owner: PaperOwner, examEndsAt: Date, extensions: readonly Extension[]): Date {
	const own = extensions.filter(
		({ person, group }) => (person !== null && person === owner.person) || (group !== null && group === owner.group),
	);
	return own.reduce((end, extension) => (extension.endsAt > end ? extension.endsAt : end), examEndsAt);
}

/** When to remind of a deadline, the earliest first; instants that lie before the opening are left out. */
export function reminders(opensAt: Date, endsAt: Date): { hours: number; at: Date }[] {
	return reminderHours.map((hours) => ({ hours, at: addHours(endsAt, -hours) })).filter(({ at }) => at > opensAt);
}

function daysAfter(opening: CalendarDate, workingDays: number, calendar: HolidayCalendar): DeadlineDay[] {
	if (!Number.isInteger(workingDays) || workingDays < 1) throw new RangeError(`${workingDays} working days`);
	const days: DeadlineDay[] = [];
	let last = opening;
	for (let number = 1; number <= workingDays; number++) {
		const next = nextWorkingDay(last, calendar);
		for (let date = addCalendarDays(last, 1); date < next; date = addCalendarDays(date, 1)) {
			const why = dayOff(date, calendar);
			if (why) days.push({ kind: 'skipped', date, why });
		}
		days.push({ kind: 'working_day', date: next, number });
		last = next;
	}
	return days;
}

function laterEnd({ endsAt, zone, calendar, more }: ExtensionRequest): Date {
	if ('until' in more) return more.until;
	if ('hours' in more) return addHours(endsAt, more.hours);
	if (more.workingDays < 1) return endsAt;
	const last = daysAfter(dateIn(zone, endsAt), more.workingDays, calendar).at(-1);
	return last ? onDate(endsAt, last.date, zone) : endsAt;
}
