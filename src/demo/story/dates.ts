import { defaultExtraDays, type HolidayCalendar } from '#course/rules/holidays.ts';
import { timetable, weeklyFormat, type ScheduledMeeting } from '#course/rules/timetable.ts';
import { addCalendarDays, type CalendarDate, dateIn, daysBetween, weekday } from '#platform/time.ts';
import { zone } from '#demo/story/stage.ts';

const calendar: HolidayCalendar = { state: 'HE', mariaeHimmelfahrt: true, extraDays: defaultExtraDays };

function seriesFrom(startDate: CalendarDate): readonly ScheduledMeeting[] {
	const plan = {
		startDate,
		kickOffTime: '13:00',
		meetingTime: '17:00',
		zone,
		calendar,
		format: weeklyFormat,
		pauses: [],
		moved: [],
	};
	const found = timetable(plan);
	return found.ok ? found.value.meetings : [];
}

/** When the last meeting of a cohort that starts on that day ends. */
export function lastMeetingFrom(startDate: CalendarDate): Date {
	const last = seriesFrom(startDate).at(-1);
	if (!last) throw new Error(`nothing can start on ${startDate}`);
	return last.end;
}

/** Weekends are possible and odd. */
const oddity = (date: CalendarDate): number => [0, 0, 0, 0, 0, 0, 1, 4][weekday(date)] ?? 0;

const moved = (meetings: readonly ScheduledMeeting[]): number =>
	meetings.filter(({ placed }) => placed !== 'regular').length;

function best<Candidate extends { price: number }>(candidates: readonly Candidate[]): Candidate {
	const [first] = candidates.toSorted((a, b) => a.price - b.price);
	if (!first) throw new Error('there is no date to begin with');
	return first;
}

/** The day in a unit at which the second cohort's story ends. */
const lastDay = 3;

/**
 * When the second cohort starts for being in the middle of unit five now, and by how many days the end of its story is
 * put off where the unit opened longer ago than the story tells.
 */
export function middleOfUnitFive(now: Date): { startDate: CalendarDate; lag: number } {
	const today = dateIn(zone, now);
	const candidates = [3, 4, 5, 6].map((days) => {
		const startDate = addCalendarDays(today, -days - 4 * 7);
		const meetings = seriesFrom(startDate).slice(0, 5);
		const opened = meetings[4]?.date ?? today;
		const since = daysBetween(opened, today);
		const price = oddity(startDate) + 3 * moved(meetings) + (since < lastDay ? 20 : since - lastDay);
		return { startDate, lag: Math.max(0, since - lastDay - 1), price };
	});
	return best(candidates);
}

/** A start of about so many days ago, or ahead when negative, with as few meetings on holidays as can be. */
export function startAround(now: Date, daysAgo: number): CalendarDate {
	const about = addCalendarDays(dateIn(zone, now), -daysAgo);
	const candidates = [0, -1, 1, -2, 2, -3, 3].map((days) => {
		const startDate = addCalendarDays(about, days);
		const late = weekday(startDate) === 5 ? 1 : oddity(startDate) * 5;
		return { startDate, price: late + 2 * moved(seriesFrom(startDate)) + Math.abs(days) / 10 };
	});
	return best(candidates).startDate;
}
