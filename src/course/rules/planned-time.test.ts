import { expect, test } from 'vitest';
import { houseHours } from '#course/rules/learning-time.ts';
import { plannedMinutes } from '#course/rules/planned-time.ts';

const week = 7 * 24 * 3_600_000;
const meetings = Array.from({ length: 11 }, (_, n) => {
	const endsAt = new Date(Date.UTC(2026, 8, 7, 16) + n * week);
	return { startsAt: new Date(endsAt.getTime() - 90 * 60_000), endsAt };
});
const planned = (weeks: number) =>
	plannedMinutes(houseHours, meetings, new Date(Date.UTC(2026, 8, 7, 16) + weeks * week));

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
