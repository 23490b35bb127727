import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GermanState, germanStates, holidayCalendar, isWorkingDay } from '#course/rules/holidays.ts';
import {
	endFor,
	type ExamWindow,
	examWindow,
	examWorkingDays,
	extendedEnd,
	type MoreTime,
	reminders,
	skippedDays,
} from '#exam/rules/deadline.ts';
import { addCalendarDays, addMinutes, dateIn, instantOf, minutesBetween, wallClock } from '#platform/time.ts';

const zone = 'Europe/Berlin';
const at = (date: string, time = '10:00') => instantOf(date, time, zone);
const opening = (opensAt: Date, state: GermanState = 'NW') => ({
	opensAt,
	zone,
	calendar: holidayCalendar(state),
	workingDays: examWorkingDays,
});

function windowOf(opensAt: Date, state?: GermanState): ExamWindow {
	const outcome = examWindow(opening(opensAt, state));
	if (!outcome.ok) throw new Error(`refused: ${outcome.problem.kind}`);
	return outcome.value;
}

describe('the deadline of an exam', () => {
	it('is three working days later at the same time, the opening day not counted', () => {
		expect(windowOf(at('2026-09-07')).endsAt).toEqual(at('2026-09-10'));
	});

	it('leaves out the weekend', () => {
		const window = windowOf(at('2026-09-10'));
		expect(window.endsAt).toEqual(at('2026-09-15'));
		expect(window.days).toEqual([
			{ kind: 'opening', date: '2026-09-10' },
			{ kind: 'working_day', date: '2026-09-11', number: 1 },
			{ kind: 'skipped', date: '2026-09-12', why: { kind: 'weekend', date: '2026-09-12' } },
			{ kind: 'skipped', date: '2026-09-13', why: { kind: 'weekend', date: '2026-09-13' } },
			{ kind: 'working_day', date: '2026-09-14', number: 2 },
			{ kind: 'working_day', date: '2026-09-15', number: 3 },
		]);
	});

	it('spans a weekend and a public holiday and names them', () => {
		const window = windowOf(at('2026-05-21'));
		expect(window.endsAt).toEqual(at('2026-05-27'));
		expect(skippedDays(window)).toMatchObject([
			{ kind: 'weekend', date: '2026-05-23' },
			{ kind: 'weekend', date: '2026-05-24' },
			{ kind: 'public_holiday', name: { de: 'Pfingstmontag', en: 'Whit Monday' } },
		]);
	});

	it('depends on the state', () => {
		expect(windowOf(at('2026-06-03'), 'NW').endsAt).toEqual(at('2026-06-09'));
		expect(windowOf(at('2026-06-03'), 'BE').endsAt).toEqual(at('2026-06-08'));
	});

	it('leaves out Christmas Eve and New Year’s Eve', () => {
		const window = windowOf(at('2026-12-23'));
		expect(window.endsAt).toEqual(at('2026-12-30'));
		expect(windowOf(at('2026-12-29')).endsAt).toEqual(at('2027-01-05'));
		expect(skippedDays(window)[0]).toMatchObject({ kind: 'organiser', name: { de: 'Heiligabend' } });
	});

	it('keeps the time on the wall when summer time begins or ends', () => {
		const spring = windowOf(at('2026-03-26'));
		expect(spring.endsAt).toEqual(at('2026-03-31'));
		expect(minutesBetween(spring.opensAt, spring.endsAt)).toBe((5 * 24 - 1) * 60);
		const autumn = windowOf(at('2026-10-22'));
		expect(minutesBetween(autumn.opensAt, autumn.endsAt)).toBe((5 * 24 + 1) * 60);
	});

	it('counts the days of the cohort’s zone and not of the server', () => {
		const window = windowOf(at('2026-09-07', '00:30'));
		expect(window.days[0]?.date).toBe('2026-09-07');
		expect(window.endsAt).toEqual(at('2026-09-10', '00:30'));
	});

	it('cannot begin on a day off, and the next working day is offered', () => {
		expect(examWindow(opening(at('2026-05-25')))).toMatchObject({
			ok: false,
			problem: { kind: 'not_a_working_day', why: { name: { de: 'Pfingstmontag' } }, nextWorkingDay: '2026-05-26' },
		});
		expect(examWindow(opening(at('2026-09-12')))).toMatchObject({
			problem: { why: { kind: 'weekend' }, nextWorkingDay: '2026-09-14' },
		});
	});

	it('always has exactly three working days, counted day by day', () => {
		const days = fc.integer({ min: 0, max: 4000 }).map((offset) => addCalendarDays('2024-06-01', offset));
		const times = fc.integer({ min: 4 * 60, max: 23 * 60 + 59 }).map(clock);
		fc.assert(
			fc.property(days, times, fc.constantFrom(...germanStates), (date, time, state) => {
				const calendar = holidayCalendar(state);
				const outcome = examWindow(opening(at(date, time), state));
				expect(outcome.ok).toBe(isWorkingDay(date, calendar));
				if (!outcome.ok) return;
				const { endsAt } = outcome.value;
				expect(wallClock(endsAt, zone).time).toBe(time);
				let worked = 0;
				for (let day = addCalendarDays(date, 1); day <= dateIn(zone, endsAt); day = addCalendarDays(day, 1)) {
					if (isWorkingDay(day, calendar)) worked++;
				}
				expect(worked).toBe(3);
				expect(isWorkingDay(dateIn(zone, endsAt), calendar)).toBe(true);
			}),
			{ numRuns: 200 },
		);
	});

	it('needs at least one working day', () => {
		expect(() => examWindow({ ...opening(at('2026-09-07')), workingDays: 0 })).toThrow(RangeError);
	});
});

describe('more time', () => {
	const extend = (more: MoreTime, reason = 'Attest liegt vor') =>
		extendedEnd({ endsAt: at('2026-09-10'), zone, calendar: holidayCalendar('NW'), more, reason });

	it('is given in working days, in hours or up to an instant', () => {
		expect(extend({ workingDays: 2 })).toEqual({ ok: true, value: at('2026-09-14') });
		expect(extend({ hours: 5 })).toEqual({ ok: true, value: at('2026-09-10', '15:00') });
		expect(extend({ until: at('2026-09-11', '12:00') })).toEqual({ ok: true, value: at('2026-09-11', '12:00') });
	});

	it('needs a reason and must be more', () => {
		expect(extend({ hours: 5 }, '  ')).toEqual({ ok: false, problem: { kind: 'reason_missing' } });
		for (const less of [{ hours: 0 }, { hours: -1 }, { workingDays: 0 }, { until: at('2026-09-10') }]) {
			expect(extend(less)).toMatchObject({ ok: false, problem: { kind: 'not_later' } });
		}
	});

	it('holds for the person or the group it was given to', () => {
		const end = at('2026-09-10');
		const extensions = [
			{ person: 'Aylin', group: null, endsAt: at('2026-09-11') },
			{ person: 'Aylin', group: null, endsAt: at('2026-09-14') },
			{ person: null, group: 'Linde', endsAt: at('2026-09-15') },
		];
		expect(endFor({ person: 'Aylin', group: null }, end, extensions)).toEqual(at('2026-09-14'));
		expect(endFor({ person: 'Bernd', group: null }, end, extensions)).toEqual(end);
		expect(endFor({ person: null, group: 'Linde' }, end, extensions)).toEqual(at('2026-09-15'));
		expect(endFor({ person: null, group: 'Esche' }, end, extensions)).toEqual(end);
	});
});

describe('reminders', () => {
	it('come 24 and 3 hours before the deadline', () => {
		expect(reminders(at('2026-09-07'), at('2026-09-10'))).toEqual([
			{ hours: 24, at: at('2026-09-09') },
			{ hours: 3, at: at('2026-09-10', '07:00') },
		]);
	});

	it('never come before the opening', () => {
		const opens = at('2026-09-07');
		expect(reminders(opens, addMinutes(opens, 10 * 60)).map(({ hours }) => hours)).toEqual([3]);
	});
});

function clock(minutes: number): string {
	return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
