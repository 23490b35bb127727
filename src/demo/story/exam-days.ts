import { holidayCalendar, nextWorkingDay } from '#course/rules/holidays.ts';
import { examWindow } from '#exam/rules/deadline.ts';
import { addCalendarDays, addDays, type CalendarDate, dateIn, daysBetween, instantOf } from '#platform/time.ts';
import { zone } from '#demo/story/stage.ts';

const calendar = holidayCalendar('HE');

/** A sitting from its planning to the desks of the examiners. */
export type Sitting = { scheduledAt: Date; opensAt: Date; endsAt: Date; assignedAt: Date };
export type ReleasedSitting = Sitting & { releasedAt: Date };

/** The days after the last meeting: the exam, the retake, the closing, and a certificate that is revoked. */
export type ExamDays = {
	main: ReleasedSitting;
	retake: ReleasedSitting;
	closedAt: Date;
	revokedAt: Date;
	/** By how many days the results come later than on the twenty-second day after the last meeting. */
	lag: number;
};

const workingDays = 3;
/** Days after the last meeting. */
const planned = 2;
const opens = 4;
export const resultsDay = 22;
/** Days after the assignment: both marks, five days to settle a difference, and a third examiner. */
const markingDays = 9;
const retakeMarkingDays = 4;
/** Days after the results. */
const retakePlanned = 1;
const retakeOpens = 9;
const closes = 3;

/** A working day, this one or the next. */
const working = (date: CalendarDate): CalendarDate => nextWorkingDay(addCalendarDays(date, -1), calendar);

function sitting(planning: CalendarDate, opening: CalendarDate): Sitting {
	const opensAt = instantOf(working(opening), '12:00', zone);
	const window = examWindow({ opensAt, zone, calendar, workingDays });
	if (!window.ok) throw new Error('an exam that opens on a day without work');
	const { endsAt } = window.value;
	const assigned = working(addCalendarDays(dateIn(zone, endsAt), 1));
	return {
		scheduledAt: instantOf(working(planning), '09:20', zone),
		opensAt,
		endsAt,
		assignedAt: instantOf(assigned, '08:50', zone),
	};
}

function released(held: Sitting, days: number, notBefore: CalendarDate): ReleasedSitting {
	const marked = addCalendarDays(dateIn(zone, held.assignedAt), days);
	return { ...held, releasedAt: instantOf(working(marked < notBefore ? notBefore : marked), '15:00', zone) };
}

/** All that has a date after a cohort's last meeting, on working days of Hesse. */
export function examDays(lastMeeting: Date, revokedAfter: number): ExamDays {
	const day = dateIn(zone, lastMeeting);
	const main = released(
		sitting(addCalendarDays(day, planned), addCalendarDays(day, opens)),
		markingDays,
		addCalendarDays(day, resultsDay),
	);
	const results = dateIn(zone, main.releasedAt);
	const retake = released(
		sitting(addCalendarDays(results, retakePlanned), addCalendarDays(results, retakeOpens)),
		retakeMarkingDays,
		results,
	);
	return {
		main,
		retake,
		closedAt: addDays(instantOf(dateIn(zone, retake.releasedAt), '18:30', zone), closes, zone),
		revokedAt: instantOf(working(addCalendarDays(results, revokedAfter)), '11:15', zone),
		lag: daysBetween(addCalendarDays(day, resultsDay), results),
	};
}

/** Days from the planning of a late sitting to its opening, and back to look for one. */
const lateNotice = 9;
const farthestBack = 30;

/** The latest sitting of which one of the two examiners has marked the papers by now: they sat down the day after. */
export function sittingMarkedBy(now: Date, markedAt: (assignedAt: Date) => Date): Sitting {
	const today = dateIn(zone, now);
	for (let back = workingDays; back <= farthestBack; back++) {
		const opening = addCalendarDays(today, -back);
		if (working(opening) !== opening) continue;
		const held = sitting(addCalendarDays(opening, -lateNotice), opening);
		if (markedAt(held.assignedAt) < now) return held;
	}
	throw new Error(`no sitting before ${today}`);
}
