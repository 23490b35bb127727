import { expect, test } from 'vitest';
import { formatDay, formatZone } from '#ui/format.ts';

test('a time zone is named as people say it, in their language', () => {
	expect(formatZone({ locale: 'de', timeZone: 'Europe/Berlin' })).toBe('Mitteleuropäische Zeit');
	expect(formatZone({ locale: 'en', timeZone: 'Europe/Lisbon' })).toBe('Western European Time');
});

test('an English day reads alike with its year and without', () => {
	const reader = { locale: 'en', timeZone: 'Europe/Berlin' } as const;
	const day = '2026-11-27T12:00:00Z';
	expect(formatDay(day, reader)).toBe('Friday 27 November 2026');
	expect(formatDay(day, reader, new Date(day))).toBe('Friday 27 November');
});
