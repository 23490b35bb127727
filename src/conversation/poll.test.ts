import { expect, test } from 'vitest';
import { pollCounts, pollEnd, pollIsClosed, type PollTerms } from '#conversation/poll.ts';

const noon = new Date('2026-09-24T10:00:00Z');
const at = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const open: PollTerms = { secret: false, shown: 'voted', closesAt: at(60), closedAt: null };

test('a poll is over at the instant that was set, or when somebody closed it before', () => {
	expect(pollIsClosed(open, at(59))).toBe(false);
	expect(pollIsClosed(open, at(60))).toBe(true);
	expect(pollEnd({ ...open, closedAt: at(10) })).toEqual(at(10));
	expect(pollIsClosed({ closesAt: null, closedAt: null }, at(9_999_999))).toBe(false);
});

test('counts are shown at once, to whoever has voted, or when it is over', () => {
	const seen = (shown: PollTerms['shown'], voted: boolean, minute: number) =>
		pollCounts({ ...open, shown }, { now: at(minute), voted, ballots: 1 });
	expect(seen('always', false, 0)).toBe('shown');
	expect(seen('voted', false, 0)).toBe('later');
	expect(seen('voted', true, 0)).toBe('shown');
	expect(seen('closed', true, 59)).toBe('later');
	for (const shown of ['always', 'voted', 'closed'] as const) expect(seen(shown, false, 60)).toBe('shown');
});

test('of a secret poll nothing is shown before its end, and nothing at all of fewer than five ballots', () => {
	const secret: PollTerms = { ...open, secret: true, shown: 'closed' };
	expect(pollCounts(secret, { now: at(59), voted: true, ballots: 9 })).toBe('later');
	expect(pollCounts(secret, { now: at(60), voted: false, ballots: 4 })).toBe('too_few');
	expect(pollCounts(secret, { now: at(60), voted: false, ballots: 5 })).toBe('shown');
});
