import { expect, test } from 'vitest';
import { houseHours } from '#course/rules/learning-time.ts';
import { plannedMinutes } from '#course/rules/planned-time.ts';

const week = 7 * 24 * 3_600_000;
const meetings = Array.from({ length: 11 }, (_, n) => {
	const endsAt = new Date(Date.UTC(2026, 8, 7, 16) + n * week);
	return { startsAt: new Date(endsAt.getTime() - 90 * 60_000), endsAt };
});
const units = meetings.slice(1).map(({ endsAt }, n) => ({ opens: meetings[n]?.endsAt ?? endsAt, closes: endsAt }));
const planned = (weeks: number) =>
	plannedMinutes(houseHours, { meetings, units }, new Date(Date.UTC(2026, 8, 7, 16) + weeks * week));

test('nothing is planned before the end of the kick-off, then its four hours', () => {
	expect(planned(-0.01)).toBe(0);
	expect(planned(0)).toBe(240);
});
test('half a unit asks for half of its hours, a whole one for its meeting too', () => {
	expect(planned(0.5)).toBe(240 + 162);
	expect(planned(1)).toBe(240 + 324 + 90);
});
test('at the end everything but the exam is planned', () => {
	expect(planned(10)).toBe((4 + 15 + 54) * 60);
	expect(planned(30)).toBe((4 + 15 + 54) * 60);
});

test('at one’s own pace the hours of all units pass evenly from the kick-off to the end', () => {
	const hours = { kickOff: 2, meetings: 0, units: 54, exam: 7, total: 63 };
	const [kickOff] = meetings;
	const opens = kickOff?.endsAt ?? new Date();
	const schedule = {
		meetings: meetings.slice(0, 1),
		units: Array.from({ length: 10 }, () => ({ opens, closes: new Date(opens.getTime() + 10 * week) })),
	};
	const at = (weeks: number) => plannedMinutes(hours, schedule, new Date(opens.getTime() + weeks * week));
	expect([at(0), at(5), at(10), at(12)]).toEqual([120, 120 + 27 * 60, 56 * 60, 56 * 60]);
});
