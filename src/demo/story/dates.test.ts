import { expect, test } from 'vitest';
import { timetable, weeklyFormat } from '#course/rules/timetable.ts';
import { holidayCalendar } from '#course/rules/holidays.ts';
import { addCalendarDays, dateIn, daysBetween, weekday } from '#platform/time.ts';
import { middleOfUnitFive, startAround } from '#demo/story/dates.ts';

const meetingsFrom = (startDate: string) => {
	const [kickOffTime, meetingTime, zone] = ['13:00', '17:00', 'Europe/Berlin'];
	const calendar = holidayCalendar('HE');
	const plan = { startDate, kickOffTime, meetingTime, zone, calendar, format: weeklyFormat, pauses: [], moved: [] };
	const found = timetable(plan);
	return found.ok ? found.value.meetings : [];
};
const everyDay = Array.from({ length: 500 }, (_, days) => new Date(Date.UTC(2026, 0, 1, 9) + days * 86_400_000));

test('whenever the demo is made, the second cohort is in unit five, opened three to six days ago', () => {
	let sundays = 0;
	for (const now of everyDay) {
		const { startDate, lag } = middleOfUnitFive(now);
		if (weekday(startDate) === 7) sundays++;
		const meetings = meetingsFrom(startDate);
		const since = daysBetween(meetings[4]?.date ?? '', dateIn('Europe/Berlin', now));
		expect(since, startDate).toBeGreaterThanOrEqual(3);
		expect(since, startDate).toBeLessThanOrEqual(6);
		expect(meetings[5]?.start.getTime() ?? 0, startDate).toBeGreaterThan(now.getTime());
		expect(lag).toBe(Math.max(0, since - 4));
	}
	// Only where holidays leave nothing better.
	expect(sundays).toBeLessThan(10);
});

test('other cohorts start within three days of the wanted day, and never at a weekend', () => {
	for (const now of everyDay) {
		const start = startAround(now, 140);
		expect(Math.abs(daysBetween(start, addCalendarDays(dateIn('Europe/Berlin', now), -140)))).toBeLessThanOrEqual(3);
		expect(weekday(start)).toBeLessThan(6);
	}
});
