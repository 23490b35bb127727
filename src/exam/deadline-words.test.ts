import { describe, expect, test } from 'vitest';
import { dayBars, deadlineWords, formatDeadline, timeLeft } from '#exam/deadline-words.ts';
import type { DeadlineDay } from '#exam/rules/deadline.ts';

const reader = { locale: 'de', timeZone: 'Europe/Berlin' } as const;
const opensAt = new Date('2026-05-13T08:00:00Z');
const endsAt = new Date('2026-05-19T08:00:00Z');
const ascension = {
	kind: 'public_holiday',
	date: '2026-05-14',
	name: { de: 'Christi Himmelfahrt', en: 'Ascension Day' },
} as const;
const days: DeadlineDay[] = [
	{ kind: 'opening', date: '2026-05-13' },
	{ kind: 'skipped', date: '2026-05-14', why: ascension },
	{ kind: 'working_day', date: '2026-05-15', number: 1 },
	{ kind: 'skipped', date: '2026-05-16', why: { kind: 'weekend', date: '2026-05-16' } },
	{ kind: 'skipped', date: '2026-05-17', why: { kind: 'weekend', date: '2026-05-17' } },
	{ kind: 'working_day', date: '2026-05-18', number: 2 },
	{ kind: 'working_day', date: '2026-05-19', number: 3 },
];
const window = { opensAt, endsAt, days };
const left = (at: string) => timeLeft(window, new Date(at), reader);

describe('the time left is told', () => {
	test('in working days, not counting weekend and holiday', () => {
		expect(left('2026-05-13T09:00:00Z')).toBe('Noch drei Arbeitstage');
		expect(left('2026-05-14T09:00:00Z')).toBe('Noch drei Arbeitstage');
		expect(left('2026-05-16T09:00:00Z')).toBe('Noch zwei Arbeitstage');
		expect(left('2026-05-18T07:00:00Z')).toBe('Noch ein Arbeitstag');
	});
	test('in hours on the last day, and in minutes at last', () => {
		expect(left('2026-05-18T09:00:00Z')).toBe('Noch 23 Stunden');
		expect(left('2026-05-19T07:20:00Z')).toBe('Noch 40 Minuten');
		expect(left('2026-05-19T08:01:00Z')).toBe('Die Frist ist abgelaufen');
	});
});
test('three working days are three bars; today says so, and the last ends with the deadline', () => {
	const bars = dayBars(window, new Date('2026-05-18T10:00:00Z'), reader);
	expect(bars.map(({ name, note, spent }) => [name, note, spent])).toEqual([
		['Fr', '15. Mai', 1],
		['Mo', 'heute', 0.5],
		['Di', 'bis 10:00', 0],
	]);
});
test('the days that are not counted are named, a holiday with its name', () => {
	const words = deadlineWords({ ...window, workingDays: 3 }, reader).join(' ');
	expect(words).toContain('Donnerstag, 14. Mai (Christi Himmelfahrt), Samstag, 16. Mai und Sonntag, 17. Mai');
});
test('a deadline is told with its time zone', () => {
	expect(formatDeadline(endsAt, reader)).toBe('Dienstag, 19. Mai 2026, 10:00 Uhr (Mitteleuropäische Sommerzeit)');
});
