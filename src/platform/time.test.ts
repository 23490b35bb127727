import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	addCalendarDays,
	addDays,
	dateIn,
	daysBetween,
	earliest,
	instantOf,
	isCalendarDate,
	isTimeZone,
	isWallTime,
	latest,
	minutesBetween,
	minutesCovered,
	onDate,
	startOfDay,
	wallClock,
	weekday,
} from '#platform/time.ts';

const berlin = 'Europe/Berlin';
const instants = fc.date({ min: new Date('2024-01-01'), max: new Date('2035-12-31'), noInvalidDate: true });
const zones = fc.constantFrom('Europe/Berlin', 'UTC', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu');

/** What the platform's own formatter shows; it shares no code with the arithmetic under test. */
function shown(instant: Date, zone: string): string {
	const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
	return format.format(instant);
}

describe('instants and clocks on the wall', () => {
	it('tells Berlin’s clock in winter and in summer', () => {
		expect(wallClock(new Date('2026-01-15T17:00:00Z'), berlin)).toEqual({ date: '2026-01-15', time: '18:00' });
		expect(wallClock(new Date('2026-07-15T22:30:59Z'), berlin)).toEqual({ date: '2026-07-16', time: '00:30' });
	});

	it('finds the instant at which a clock shows a date and a time', () => {
		expect(instantOf('2026-01-15', '18:00', berlin)).toEqual(new Date('2026-01-15T17:00:00Z'));
		expect(instantOf('2026-07-15', '18:00', berlin)).toEqual(new Date('2026-07-15T16:00:00Z'));
	});

	it('reads a skipped time as after the gap and a repeated one as its first', () => {
		expect(instantOf('2026-03-29', '02:30', berlin)).toEqual(new Date('2026-03-29T01:30:00Z'));
		expect(instantOf('2026-10-25', '02:30', berlin)).toEqual(new Date('2026-10-25T00:30:00Z'));
	});

	it('agrees with the formatter of the platform at every instant in every zone', () => {
		fc.assert(
			fc.property(instants, zones, (instant, zone) => {
				const { date, time } = wallClock(instant, zone);
				expect(`${date} ${time}`).toBe(shown(instant, zone));
				expect(dateIn(zone, instant)).toBe(date);
				expect(shown(instantOf(date, time, zone), zone)).toBe(`${date} ${time}`);
			}),
		);
	});

	it('refuses dates, times and zones that do not exist', () => {
		expect(() => instantOf('2026-02-30', '10:00', berlin)).toThrow(RangeError);
		expect(() => instantOf('2026-02-03', '25:00', berlin)).toThrow(RangeError);
		expect(() => instantOf('2026-02-03', '10:00', 'Europe/Bielefeld')).toThrow(RangeError);
	});
});

describe('counting days', () => {
	it('keeps the time on the wall when daylight saving begins and ends', () => {
		const saturday = instantOf('2026-03-28', '18:00', berlin);
		expect(minutesBetween(saturday, addDays(saturday, 1, berlin))).toBe(23 * 60);
		const october = instantOf('2026-10-24', '18:00', berlin);
		expect(minutesBetween(october, addDays(october, 1, berlin))).toBe(25 * 60);
	});

	it('shows the same time so many days later, and comes back', () => {
		fc.assert(
			fc.property(instants, fc.integer({ min: -400, max: 400 }), (instant, days) => {
				const there = addDays(instant, days, berlin);
				const { date, time } = wallClock(instant, berlin);
				// between two and three at night a clock may skip or repeat the time
				fc.pre(!time.startsWith('02') && !time.startsWith('03'));
				expect(wallClock(there, berlin)).toEqual({ date: addCalendarDays(date, days), time });
				expect(daysBetween(date, dateIn(berlin, there))).toBe(days);
				expect(onDate(instant, dateIn(berlin, there), berlin)).toEqual(there);
			}),
		);
	});

	it('counts across months, leap years and years', () => {
		expect(addCalendarDays('2028-02-28', 1)).toBe('2028-02-29');
		expect(addCalendarDays('2027-01-01', -1)).toBe('2026-12-31');
		expect(daysBetween('2026-12-24', '2027-01-07')).toBe(14);
		expect(weekday('2026-11-22')).toBe(7);
	});

	it('begins a day at midnight of the zone', () => {
		expect(startOfDay('2026-07-01', berlin)).toEqual(new Date('2026-06-30T22:00:00Z'));
	});
});

describe('stretches of time', () => {
	const at = (time: string) => instantOf('2026-05-04', time, berlin);
	const evening = { from: at('18:00'), until: at('19:30') };

	it('counts time covered twice once, and nothing outside', () => {
		const stays = [
			{ from: at('18:30'), until: at('19:00') },
			{ from: at('17:00'), until: at('18:40') },
			{ from: at('19:20'), until: at('22:00') },
			{ from: at('19:00'), until: at('19:00') },
		];
		expect(minutesCovered(stays, evening)).toBe(70);
	});

	it('never covers more than the whole nor less than nothing', () => {
		const offset = fc.integer({ min: -200, max: 200 });
		fc.assert(
			fc.property(fc.array(fc.tuple(offset, offset)), (pairs) => {
				const stays = pairs.map(([a, b]) => ({
					from: new Date(evening.from.getTime() + a * 60_000),
					until: new Date(evening.from.getTime() + b * 60_000),
				}));
				const minutes = new Set(stays.flatMap((stay) => wholeMinutes(stay, evening)));
				expect(minutesCovered(stays, evening)).toBe(minutes.size);
			}),
		);
	});

	function wholeMinutes(stay: { from: Date; until: Date }, within: { from: Date; until: Date }): number[] {
		const found: number[] = [];
		for (let minute = within.from.getTime(); minute < within.until.getTime(); minute += 60_000) {
			if (minute >= stay.from.getTime() && minute < stay.until.getTime()) found.push(minute);
		}
		return found;
	}

	it('finds first and last', () => {
		expect(earliest([at('19:00'), at('18:00')])).toEqual(at('18:00'));
		expect(latest([at('19:00'), at('18:00')])).toEqual(at('19:00'));
		expect(latest([])).toBeNull();
	});
});

describe('what people type', () => {
	it('knows dates that exist', () => {
		expect(['2028-02-29', '2026-02-29', '2026-13-01', '26-01-01', '2026-01-01T00:00'].map(isCalendarDate)).toEqual([
			true,
			false,
			false,
			false,
			false,
		]);
	});

	it('knows times of day', () => {
		expect(['00:00', '23:59', '24:00', '9:00', '09:60'].map(isWallTime)).toEqual([true, true, false, false, false]);
	});

	it('knows zones', () => {
		expect(['Europe/Berlin', 'UTC', 'Berlin', '', '+02:00'].map(isTimeZone)).toEqual([true, true, false, false, false]);
	});
});
