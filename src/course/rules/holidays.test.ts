import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	dayOff,
	freeDayOn,
	freeDays,
	germanStates,
	type GermanState,
	holidayCalendar,
	isWorkingDay,
	nextWorkingDay,
	publicHolidays,
} from '#course/rules/holidays.ts';
import { addCalendarDays, weekday } from '#platform/time.ts';

/** Easter Sunday by the method of Gauss in the form of Lichtenberg (1997), counted in days of March. */
function easter(year: number): string {
	const century = Math.floor(year / 100);
	const lunar = 15 + Math.floor((3 * century + 3) / 4) - Math.floor((8 * century + 13) / 25);
	const solar = 2 - Math.floor((3 * century + 3) / 4);
	const cycle = year % 19;
	const seed = (19 * cycle + lunar) % 30;
	const correction = Math.floor((seed + Math.floor(cycle / 11)) / 29);
	const limit = 21 + seed - correction;
	const sunday = 7 - ((year + Math.floor(year / 4) + solar) % 7);
	const march = limit + (7 - ((limit - sunday) % 7));
	return addCalendarDays(`${year}-03-01`, march - 1);
}

/** The laws of the states, written down a second time and without the library. */
function byLaw(state: GermanState, year: number): string[] {
	const sunday = easter(year);
	const days = [
		`${year}-01-01`,
		addCalendarDays(sunday, -2),
		addCalendarDays(sunday, 1),
		`${year}-05-01`,
		addCalendarDays(sunday, 39),
		addCalendarDays(sunday, 50),
		`${year}-10-03`,
		`${year}-12-25`,
		`${year}-12-26`,
	];
	const add = (states: string, ...dates: string[]) => {
		if (states.split(' ').includes(state)) days.push(...dates);
	};
	add('BW BY ST', `${year}-01-06`);
	add('BE MV', `${year}-03-08`);
	add('BB', sunday, addCalendarDays(sunday, 49));
	add('BW BY HE NW RP SL', addCalendarDays(sunday, 60));
	add('SL BY', `${year}-08-15`);
	add('TH', `${year}-09-20`);
	add('BB HB HH MV NI SH SN ST TH', `${year}-10-31`);
	add('BW BY NW RP SL', `${year}-11-01`);
	add('SN', repentance(year));
	if (year === 2025) add('BE', '2025-05-08');
	if (year === 2028) add('BE', '2028-06-17');
	return days.toSorted();
}

/** The Wednesday before 23 November. */
function repentance(year: number): string {
	const days = [16, 17, 18, 19, 20, 21, 22].map((day) => `${year}-11-${day}`);
	return days.find((day) => weekday(day) === 3) ?? '';
}

describe('public holidays', () => {
	it('computes Easter as the almanac has it', () => {
		expect([2024, 2025, 2026, 2027, 2030, 2035, 2049, 1981].map(easter)).toEqual([
			'2024-03-31',
			'2025-04-20',
			'2026-04-05',
			'2027-03-28',
			'2030-04-21',
			'2035-03-25',
			'2049-04-18',
			'1981-04-19',
		]);
	});

	it.each(germanStates)('are those of the law of %s from 2024 to 2035', (state) => {
		for (let year = 2024; year <= 2035; year++) {
			expect(publicHolidays(state, year, true).map(({ date }) => date)).toEqual(byLaw(state, year));
		}
	});

	it('keep 15 August in Bavaria only where the organiser says so', () => {
		const bavaria = (kept: boolean) => publicHolidays('BY', 2026, kept).map(({ date }) => date);
		expect(bavaria(true)).toContain('2026-08-15');
		expect(bavaria(false)).not.toContain('2026-08-15');
		expect(publicHolidays('SL', 2026, false).map(({ date }) => date)).toContain('2026-08-15');
		expect(publicHolidays('NW', 2026, true).map(({ date }) => date)).not.toContain('2026-08-15');
	});

	it('have a name in both languages', () => {
		expect(freeDayOn('2026-10-03', holidayCalendar('NW'))?.name).toEqual({
			de: 'Tag der Deutschen Einheit',
			en: 'Day of German Unity',
		});
		for (const { name } of germanStates.flatMap((state) => publicHolidays(state, 2026, true))) {
			expect(name.en).toBeTruthy();
			expect(name.en).not.toBe(name.de);
		}
	});
});

describe('working days', () => {
	const nrw = holidayCalendar('NW');

	it('leave out weekends, the state’s holidays and the organiser’s days', () => {
		expect(dayOff('2026-12-23', nrw)).toBeNull();
		expect(dayOff('2026-12-24', nrw)).toMatchObject({ kind: 'organiser', name: { de: 'Heiligabend' } });
		expect(dayOff('2026-12-25', nrw)).toMatchObject({ kind: 'public_holiday', name: { en: 'Christmas Day' } });
		expect(dayOff('2026-12-26', nrw)).toEqual({ kind: 'weekend', date: '2026-12-26' });
		expect(nextWorkingDay('2026-12-23', nrw)).toBe('2026-12-28');
	});

	it('take a single day and a yearly day from the organiser', () => {
		const name = { de: 'Betriebsausflug', en: 'Staff outing' };
		const calendar = {
			...nrw,
			extraDays: [
				{ day: '2026-09-18', name },
				{ day: '02-29', name },
			],
		};
		expect(isWorkingDay('2026-09-18', calendar)).toBe(false);
		expect(isWorkingDay('2027-09-17', calendar)).toBe(true);
		expect(isWorkingDay('2028-02-29', calendar)).toBe(false);
		expect(
			freeDays(calendar, 2026)
				.filter(({ kind }) => kind === 'organiser')
				.map(({ date }) => date),
		).toContain('2026-09-18');
	});

	it('know 29 February in leap years only', () => {
		const leap = { day: '02-29', name: { de: 'Schalttag', en: 'Leap day' } };
		const dates = (year: number) => freeDays({ ...nrw, extraDays: [leap] }, year).map(({ date }) => date);
		expect(dates(2028)).toContain('2028-02-29');
		expect(dates(2027)).not.toContain('2027-02-29');
	});

	it('name a day once, by law before the organiser', () => {
		const christmas = { day: '12-25', name: { de: 'Hausfest', en: 'House feast' } };
		const days = freeDays({ ...nrw, extraDays: [christmas] }, 2026).filter(({ date }) => date === '2026-12-25');
		expect(days).toMatchObject([{ kind: 'public_holiday' }]);
	});

	it('differ between states', () => {
		expect(isWorkingDay('2026-10-30', holidayCalendar('NI'))).toBe(true);
		expect(isWorkingDay('2025-10-31', holidayCalendar('NI'))).toBe(false);
		expect(isWorkingDay('2025-10-31', nrw)).toBe(true);
	});

	it('follow each other with nothing but days off in between', () => {
		const day = fc.integer({ min: 0, max: 4000 }).map((offset) => addCalendarDays('2024-06-01', offset));
		fc.assert(
			fc.property(day, fc.constantFrom(...germanStates), (date, state) => {
				const calendar = holidayCalendar(state);
				const next = nextWorkingDay(date, calendar);
				expect(isWorkingDay(next, calendar)).toBe(true);
				for (let between = addCalendarDays(date, 1); between < next; between = addCalendarDays(between, 1)) {
					expect(isWorkingDay(between, calendar)).toBe(false);
				}
			}),
		);
	});

	it('say so when an organiser leaves none', () => {
		const name = { de: 'frei', en: 'off' };
		const extraDays = Array.from({ length: 366 }, (_, i) => ({ day: addCalendarDays('2028-01-01', i).slice(5), name }));
		expect(() => nextWorkingDay('2026-01-01', { ...nrw, extraDays })).toThrow(/no working day/);
	});
});
