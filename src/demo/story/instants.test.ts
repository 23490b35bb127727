import { expect, test } from 'vitest';
import { instantsOf } from '#demo/story/instants.ts';

const zone = 'Europe/Berlin';
const week = 7 * 86_400_000;
/** Kick-off on Monday, 1 June 2026, at 13:00, meetings on Mondays at 17:00. */
const meetings = Array.from({ length: 6 }, (_, number) => ({
	startsAt: new Date(Date.parse('2026-06-01T15:00:00Z') + number * week),
	endsAt: new Date(Date.parse('2026-06-01T16:30:00Z') + number * week),
}));
const moments = Array.from({ length: 30 }, (_, n) => ({
	unit: 5,
	day: Math.floor(n / 8),
	time: `${String((n * 3) % 24).padStart(2, '0')}:05`,
})).filter(({ day, time }) => day > 0 || time > '19:00');

test('a moment is the time of its day, counted from the meeting that opens the unit', () => {
	const at = instantsOf({ zone, meetings });
	expect(at({ unit: 0, day: 0, time: '19:12' }).toISOString()).toBe('2026-06-01T17:12:00.000Z');
	expect(at({ unit: 1, day: 3, time: '08:00' }).toISOString()).toBe('2026-06-04T06:00:00.000Z');
	expect(at({ unit: 3, day: 6, time: '23:25' }).toISOString()).toBe('2026-06-21T21:25:00.000Z');
});

test('what would reach into the future is told faster, in its order', () => {
	const last = { unit: 5, day: 3, time: '21:05' };
	for (const by of ['2026-07-02T04:00:00Z', '2026-07-02T17:00:00Z', '2026-07-01T12:00:00Z'].map(
		(each) => new Date(each),
	)) {
		const at = instantsOf({ zone, meetings, end: { last, by } });
		const told = moments.filter(({ day, time }) => day < 3 || time <= last.time).map(at);
		expect(told.toSorted((a, b) => a.getTime() - b.getTime())).toEqual(told);
		expect(new Set(told.map(Number)).size).toBe(told.length);
		expect(at(last)).toEqual(by);
		expect(told[0]?.getTime()).toBeGreaterThan(meetings[4]?.endsAt.getTime() ?? 0);
	}
});

test('a unit that a holiday shortened is over before its meeting begins', () => {
	const late = { startsAt: new Date('2026-06-16T15:00:00Z'), endsAt: new Date('2026-06-16T16:30:00Z') };
	const at = instantsOf({ zone, meetings: meetings.with(2, late) });
	expect(at({ unit: 3, day: 6, time: '23:25' }).getTime()).toBeLessThan(meetings[3]?.startsAt.getTime() ?? 0);
	expect(at({ unit: 3, day: 0, time: '19:05' }).getTime()).toBeGreaterThan(late.endsAt.getTime());
});

test('where the unit opened longer ago, the end of the story is put off', () => {
	const at = instantsOf({ zone, meetings, lag: { unit: 5, days: 1 } });
	expect(at({ unit: 5, day: 1, time: '19:00' }).toISOString()).toBe('2026-06-30T17:00:00.000Z');
	expect(at({ unit: 5, day: 2, time: '19:00' }).toISOString()).toBe('2026-07-02T17:00:00.000Z');
});
