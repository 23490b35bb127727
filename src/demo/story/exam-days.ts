import { holidayCalendar, nextWorkingDay } from '#course/rules/holidays.ts';
import { examWindow } from '#exam/rules/deadline.ts';
import { addCalendarDays, addDays, type CalendarDate, dateIn, daysBetween, instantOf } from '#platform/time.ts';
import { zone } from '#demo/story/stage.ts';

const calendar = holidayCalendar('HE');

/** A sitting from its planning to its results. */
export type Sitting = {
	scheduledAt: Date;
	opensAt: Date;
	endsAt: Date;
	assignedAt: Date;
	releasedAt: Date;
};

/** The days after the last meeting: the exam, the retake, the closing, and a certificate that is revoked. */
export type ExamDays = {
	main: Sitting;
	retake: Sitting;
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

function sitting(planning: CalendarDate, opening: CalendarDate, days: number, notBefore: CalendarDate): Sitting {
	const opensAt = instantOf(working(opening), '12:00', zone);
	const window = examWindow({ opensAt, zone, calendar, workingDays });
	if (!window.ok) throw new Error('an exam that opens on a day without work');
	const { endsAt } = window.value;
	const assigned = working(addCalendarDays(dateIn(zone, endsAt), 1));
	const marked = addCalendarDays(assigned, days);
	return {
		scheduledAt: instantOf(working(planning), '09:20', zone),
		opensAt,
		endsAt,
		assignedAt: instantOf(assigned, '08:50', zone),
		releasedAt: instantOf(working(marked < notBefore ? notBefore : marked), '15:00', zone),
	};
}

/** All that has a date after a cohort's last meeting, on working days of Hesse. */
export function examDays(lastMeeting: Date, revokedAfter: number): ExamDays {
	const day = dateIn(zone, lastMeeting);
	const main = sitting(
		addCalendarDays(day, planned),
		addCalendarDays(day, opens),
		markingDays,
		addCalendarDays(day, resultsDay),
	);
	const results = dateIn(zone, main.releasedAt);
	const retake = sitting(
		addCalendarDays(results, retakePlanned),
		addCalendarDays(results, retakeOpens),
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
