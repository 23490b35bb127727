import { expect, test } from 'vitest';
import { dayOff, holidayCalendar } from '#course/rules/holidays.ts';
import { markedByFirst } from '#demo/acts/marking.ts';
import { startedBefore } from '#demo/cohorts/one.ts';
import { lastMeetingFrom, startAround } from '#demo/story/dates.ts';
import { examDays, sittingMarkedBy } from '#demo/story/exam-days.ts';
import { addHours, dateIn, wallClock } from '#platform/time.ts';

const zone = 'Europe/Berlin';
const calendar = holidayCalendar('HE');
const revokedAfter = 38;
/** Every third day of two years, each at another hour. */
const told = Array.from({ length: 243 }, (_, n) => {
	const now = new Date(Date.UTC(2026, 0, 1, n % 24, 7) + n * 3 * 86_400_000);
	const lastMeeting = lastMeetingFrom(startAround(now, startedBefore));
	return { now, lastMeeting, days: examDays(lastMeeting, revokedAfter) };
});

test('whenever the demo is made, the first cohort is over to the last of its dates, in their order', () => {
	for (const { now, lastMeeting, days } of told) {
		const { main, retake, closedAt, revokedAt, lag } = days;
		const story = [
			addHours(lastMeeting, 25),
			main.scheduledAt,
			main.opensAt,
			main.endsAt,
			main.assignedAt,
			main.releasedAt,
			retake.scheduledAt,
			retake.opensAt,
			retake.endsAt,
			retake.assignedAt,
			retake.releasedAt,
			closedAt,
			now,
		];
		expect(
			story.toSorted((a, b) => a.getTime() - b.getTime()),
			now.toISOString(),
		).toEqual(story);
		expect(revokedAt.getTime(), now.toISOString()).toBeLessThan(addHours(now, -48).getTime());
		expect(revokedAt.getTime()).toBeGreaterThan(main.releasedAt.getTime());
		expect(lag).toBeGreaterThanOrEqual(0);
		for (const { opensAt, endsAt } of [main, retake]) {
			expect(dayOff(dateIn(zone, opensAt), calendar)).toBeNull();
			expect(dayOff(dateIn(zone, endsAt), calendar)).toBeNull();
			expect([wallClock(opensAt, zone).time, wallClock(endsAt, zone).time]).toEqual(['12:00', '12:00']);
		}
	}
});

test('and somebody’s papers of a later sitting wait for the second examiner', () => {
	for (const { now, days } of told) {
		const late = sittingMarkedBy(now, markedByFirst);
		expect(late.scheduledAt.getTime(), now.toISOString()).toBeGreaterThan(days.closedAt.getTime());
		expect(markedByFirst(late.assignedAt).getTime()).toBeLessThan(now.getTime());
		expect(late.endsAt.getTime()).toBeGreaterThan(addHours(now, -24 * 16).getTime());
	}
});
