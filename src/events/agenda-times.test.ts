import { expect, test } from 'vitest';
import { agendaTimes, countdown } from './agenda-times.ts';

const at = (time: string) => new Date(`2026-11-03T${time}Z`);
const item = (id: string, minutes: number, startedAt: Date | null = null, endedAt: Date | null = null) => ({
	id,
	minutes,
	startedAt,
	endedAt,
});

test('before the meeting the items follow each other from its beginning', () => {
	const times = agendaTimes([item('news', 20), item('results', 40)], at('16:00:00'));
	expect(times).toEqual([
		{ id: 'news', startsAt: at('16:00:00'), endsAt: at('16:20:00') },
		{ id: 'results', startsAt: at('16:20:00'), endsAt: at('17:00:00') },
	]);
});

test('what began late moves what comes after it', () => {
	const items = [
		item('news', 20, at('16:05:00'), at('16:30:00')),
		item('results', 40, at('16:30:00')),
		item('tasks', 30),
	];
	expect(agendaTimes(items, at('16:00:00')).at(-1)).toEqual({
		id: 'tasks',
		startsAt: at('17:10:00'),
		endsAt: at('17:40:00'),
	});
});

test.each([
	['16:30:00', '30:00'],
	['16:59:55', '0:05'],
	['17:01:05', '1:05'],
])('at %s the timer for 17:00 shows %s', (now, shown) => expect(countdown(at('17:00:00'), at(now))).toBe(shown));
