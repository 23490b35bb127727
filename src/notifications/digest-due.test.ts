import { expect, test } from 'vitest';
import { lastDue } from '#notifications/digest-due.ts';

const due = (now: string, hour: number, zone: string): string => {
	const { day, at } = lastDue(new Date(now), hour, zone);
	return `${day} ${at.toISOString().slice(0, 16)}`;
};

test.each([
	// to the minute, by the clock of the place
	['2026-09-24T04:59:59Z', 7, 'Europe/Berlin', '2026-09-23 2026-09-23T05:00'],
	['2026-09-24T05:00:00Z', 7, 'Europe/Berlin', '2026-09-24 2026-09-24T05:00'],
	['2026-09-24T05:00:00Z', 7, 'Europe/Lisbon', '2026-09-23 2026-09-23T06:00'],
	// the day is that of the place
	['2026-09-23T19:30:00Z', 7, 'Pacific/Auckland', '2026-09-24 2026-09-23T19:00'],
	['2026-09-24T03:30:00Z', 23, 'America/New_York', '2026-09-23 2026-09-24T03:00'],
	['2026-09-24T01:30:00Z', 7, 'Asia/Kathmandu', '2026-09-24 2026-09-24T01:15'],
	// seven is seven before and after summer time begins and ends
	['2026-03-28T12:00:00Z', 7, 'Europe/Berlin', '2026-03-28 2026-03-28T06:00'],
	['2026-03-29T12:00:00Z', 7, 'Europe/Berlin', '2026-03-29 2026-03-29T05:00'],
	['2026-10-24T12:00:00Z', 7, 'Europe/Berlin', '2026-10-24 2026-10-24T05:00'],
	['2026-10-25T12:00:00Z', 7, 'Europe/Berlin', '2026-10-25 2026-10-25T06:00'],
	// two o'clock is left out in spring and comes twice in autumn
	['2026-03-29T00:59:00Z', 2, 'Europe/Berlin', '2026-03-28 2026-03-28T01:00'],
	['2026-03-29T01:00:00Z', 2, 'Europe/Berlin', '2026-03-29 2026-03-29T01:00'],
	['2026-10-25T00:30:00Z', 2, 'Europe/Berlin', '2026-10-25 2026-10-25T00:00'],
	['2026-10-25T01:30:00Z', 2, 'Europe/Berlin', '2026-10-25 2026-10-25T00:00'],
] as const)('at %s the last time it was %d in %s: %s', (now, hour, zone, expected) => {
	expect(due(now, hour, zone)).toBe(expected);
});
