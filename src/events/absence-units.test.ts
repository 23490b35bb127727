import { expect, test } from 'vitest';
import { comingUnits, dayIn } from './absence-units.ts';

const meeting = (number: number, endsAt: string, cancelledAt: Date | null = null) => ({
	kind: number === 0 ? 'kick_off' : 'weekly',
	number,
	endsAt: new Date(endsAt),
	cancelledAt,
});
const meetings = [
	meeting(0, '2026-09-07T15:00:00Z'),
	meeting(1, '2026-09-14T16:30:00Z'),
	meeting(2, '2026-09-21T16:30:00Z'),
];

test('a unit can be left out whole until it begins, from one meeting to the next', () => {
	const units = comingUnits(meetings, new Date('2026-09-10T08:00:00Z'), 'Europe/Berlin');
	expect(units.map(({ number, from, to }) => ({ number, from, to }))).toEqual([
		{ number: 2, from: '2026-09-14', to: '2026-09-21' },
	]);
});

test('a day is the one of the cohort’s clock', () => {
	expect(dayIn('Europe/Berlin', new Date('2026-09-14T22:30:00Z'))).toBe('2026-09-15');
});
