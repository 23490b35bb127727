import { expect, test } from 'vitest';
import { addMonths, shownResult } from '#course/rules/evaluation.ts';
import { completeBatches } from '#platform/suppression.ts';

const answers = (count: number) =>
	Array.from({ length: count }, (_, n) => ({ batch: Math.floor(n / 5), value: String((n % 5) + 1) }));

test('answers come into view in whole batches only, so that no later look adds fewer than five', () => {
	const seen = Array.from({ length: 16 }, (_, count) => completeBatches(answers(count), 5).length);
	expect(seen).toEqual([0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10, 10, 10, 15]);
});
test('nothing is shown of too few', () => {
	expect(shownResult('scale', completeBatches(answers(4), 5), 5)).toEqual({ kind: 'none' });
});
test('a scale is shown by how many chose each step', () => {
	expect(shownResult('scale', [{ value: '5' }, { value: '5' }, { value: '2' }], 5)).toEqual({
		kind: 'scale',
		answers: 3,
		counts: [0, 1, 0, 0, 2],
		mean: 4,
	});
});
test('words stand in the order of the alphabet', () => {
	expect(shownResult('text', [{ value: 'Zeit' }, { value: 'Übung' }, { value: 'Anfang' }], 5)).toMatchObject({
		words: ['Anfang', 'Übung', 'Zeit'],
	});
});
test('three months later is the same time of day, on the last day of a shorter month', () => {
	expect(addMonths(new Date('2026-11-30T17:30:00Z'), 3, 'Europe/Berlin')).toEqual(new Date('2027-02-28T17:30:00Z'));
	expect(addMonths(new Date('2026-07-16T15:30:00Z'), 6, 'Europe/Berlin')).toEqual(new Date('2027-01-16T16:30:00Z'));
});
