import { expect, test } from 'vitest';
import { formatZone } from '#ui/format.ts';

test('a time zone is named as people say it, in their language', () => {
	expect(formatZone({ locale: 'de', timeZone: 'Europe/Berlin' })).toBe('Mitteleuropäische Zeit');
	expect(formatZone({ locale: 'en', timeZone: 'Europe/Lisbon' })).toBe('Western European Time');
});
