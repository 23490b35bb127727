import { expect, test } from 'vitest';
import type { Reader } from '#ui/format.ts';
import { sinceDay, sinceMoment } from './since.ts';

const reader: Reader = { locale: 'de', timeZone: 'Europe/Berlin' };
const now = new Date('2026-10-30T13:35:00Z');

test('a wait is told by the calendar of the reader, not by full days', () => {
	expect(sinceDay(new Date('2026-10-29T22:59:00Z'), reader, now)).toBe('seit gestern');
	expect(sinceDay(new Date('2026-10-29T23:01:00Z'), reader, now)).toBe('seit heute');
	expect(sinceDay(new Date('2026-10-28T08:00:00Z'), reader, now)).toBe('seit vorgestern');
	expect(sinceDay(new Date('2026-10-26T08:00:00Z'), reader, now)).toBe('seit Montag');
	expect(sinceDay(new Date('2026-10-23T08:00:00Z'), reader, now)).toBe('seit Freitag, 23. Oktober');
});

test('the change to winter time makes no day longer', () => {
	expect(sinceDay(new Date('2026-10-24T20:00:00Z'), reader, new Date('2026-10-25T23:30:00Z'))).toBe('seit vorgestern');
});

test('the time of day is told for the last days only', () => {
	expect(sinceMoment(new Date('2026-10-29T16:05:00Z'), reader, now)).toBe('seit gestern, 17:05 Uhr');
	expect(sinceMoment(new Date('2026-10-20T08:00:00Z'), reader, now)).toBe('seit Dienstag, 20. Oktober');
});
