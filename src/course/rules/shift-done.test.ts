import { expect, it } from 'vitest';
import { shiftDone } from '#course/rules/shift-done.ts';

const hour = (hours: number) => new Date(Date.UTC(2026, 8, 7) + hours * 3_600_000);
const window = { from: hour(0), until: hour(100) };
const held = (...stretches: [number, number][]) =>
	stretches.map(([from, until]) => ({ from: hour(from), until: hour(until) }));

it('a shift held for half of its time with a handover note is done', () => {
	expect(shiftDone({ window, held: held([0, 50]), handoverNote: true })).toBe(true);
	expect(shiftDone({ window, held: held([0, 49.99]), handoverNote: true })).toBe(false);
	expect(shiftDone({ window, held: held([0, 100]), handoverNote: false })).toBe(false);
});

it('parts of a shift add up, and time counts once and within the shift only', () => {
	expect(shiftDone({ window, held: held([0, 30], [80, 100]), handoverNote: true })).toBe(true);
	expect(shiftDone({ window, held: held([0, 30], [10, 40]), handoverNote: true })).toBe(false);
	expect(shiftDone({ window, held: held([-50, 20]), handoverNote: true })).toBe(false);
});

it('a course may ask for another share', () => {
	expect(shiftDone({ window, held: held([0, 50]), handoverNote: true }, 0.75)).toBe(false);
});
