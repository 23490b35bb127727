import Holidays from 'date-holidays';
import { addCalendarDays, type CalendarDate, isCalendarDate, weekday } from '#platform/time.ts';

/** The sixteen German states by their ISO 3166-2 codes without `DE-`. */
export const germanStates = [
	'BB',
	'BE',
	'BW',
	'BY',
	'HB',
	'HE',
	'HH',
	'MV',
	'NI',
	'NW',
	'RP',
	'SH',
	'SL',
	'SN',
	'ST',
	'TH',
] as const;

export type GermanState = (typeof germanStates)[number];

/** A name in both languages of the product. */
export interface BilingualName {
	de: string;
	en: string;
}

/** A day the organiser keeps free: once (`YYYY-MM-DD`) or every year (`MM-DD`). */
export interface ExtraDay {
	day: string;
	name: BilingualName;
}

/** Which days a cohort does not work on, besides Saturdays and Sundays. */
export interface HolidayCalendar {
	state: GermanState;
	/** Whether 15 August is kept in Bavaria, where it depends on the municipality; without meaning elsewhere. */
	mariaeHimmelfahrt: boolean;
	extraDays: readonly ExtraDay[];
}

/** A day without work, and who made it one: the law of the state or the organiser. */
export interface FreeDay {
	date: CalendarDate;
	name: BilingualName;
	kind: 'public_holiday' | 'organiser';
}

/** Why a day is no working day. */
export type DayOff = FreeDay | { kind: 'weekend'; date: CalendarDate };

/** The days an organiser keeps free unless told otherwise (house rule). */
export const defaultExtraDays: readonly ExtraDay[] = [
	{ day: '12-24', name: { de: 'Heiligabend', en: 'Christmas Eve' } },
	{ day: '12-31', name: { de: 'Silvester', en: 'New Year’s Eve' } },
];

/** The calendar of a state with the organiser's default days and 15 August kept in Bavaria. */
export function holidayCalendar(state: GermanState): HolidayCalendar {
	return { state, mariaeHimmelfahrt: true, extraDays: defaultExtraDays };
}

/**
 * The public holidays of a German state in a year, in order of date, as the laws of the states have them.
 * Holidays of single municipalities (Augsburg, parts of Saxony and Thuringia) are left to the organiser's days;
 * 15 August in Bavaria is asked for by `mariaeHimmelfahrt`.
 */
export function publicHolidays(state: GermanState, year: number, mariaeHimmelfahrt: boolean): readonly FreeDay[] {
	const catholicBavaria = state === 'BY' && mariaeHimmelfahrt;
	const key = `${state} ${year} ${catholicBavaria}`;
	const found = known.get(key) ?? readHolidays(state, year, catholicBavaria);
	known.set(key, found);
	return found;
}

/** Public holidays and the organiser's days of a year, in order of date; a day that is both counts as the former. */
export function freeDays(calendar: HolidayCalendar, year: number): FreeDay[] {
	const byLaw = publicHolidays(calendar.state, year, calendar.mariaeHimmelfahrt);
	const taken = new Set(byLaw.map(({ date }) => date));
	const added = calendar.extraDays
		.map((extra): FreeDay => ({ date: dateOf(extra, year), name: extra.name, kind: 'organiser' }))
		.filter(({ date }) => date.startsWith(`${year}-`) && isCalendarDate(date) && !taken.has(date));
	return [...byLaw, ...added].toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

/** The public holiday or organiser's day on a date, or null; Saturdays and Sundays do not matter here. */
export function freeDayOn(date: CalendarDate, calendar: HolidayCalendar): FreeDay | null {
	const byLaw = publicHolidays(calendar.state, yearOf(date), calendar.mariaeHimmelfahrt);
	const holiday = byLaw.find((day) => day.date === date);
	if (holiday) return holiday;
	const extra = calendar.extraDays.find((day) => dateOf(day, yearOf(date)) === date);
	return extra ? { date, name: extra.name, kind: 'organiser' } : null;
}

/** Why a date is no working day, or null when it is one. A holiday on a Saturday or Sunday is called a weekend. */
export function dayOff(date: CalendarDate, calendar: HolidayCalendar): DayOff | null {
	return weekday(date) > 5 ? { kind: 'weekend', date } : freeDayOn(date, calendar);
}

/** Monday to Friday, minus the state's holidays, minus the organiser's days (house rule). */
export function isWorkingDay(date: CalendarDate, calendar: HolidayCalendar): boolean {
	return dayOff(date, calendar) === null;
}

/**
 * The first working day after a date.
 * @throws RangeError when the organiser's days leave none within two years
 */
export function nextWorkingDay(date: CalendarDate, calendar: HolidayCalendar): CalendarDate {
	for (let days = 1; days <= 731; days++) {
		const next = addCalendarDays(date, days);
		if (isWorkingDay(next, calendar)) return next;
	}
	throw new RangeError(`no working day within two years after ${date}`);
}

const known = new Map<string, readonly FreeDay[]>();

function readHolidays(state: GermanState, year: number, catholicBavaria: boolean): readonly FreeDay[] {
	const source = catholicBavaria ? new Holidays('DE', state, 'KATH') : new Holidays('DE', state);
	const english = new Map(source.getHolidays(year, 'en').map((day) => [day.rule + day.date, day.name]));
	return source
		.getHolidays(year, 'de')
		.filter((day) => day.type === 'public')
		.map((day): FreeDay => {
			const name = englishNames[day.name] ?? english.get(day.rule + day.date) ?? day.name;
			return { date: day.date.slice(0, 10), name: { de: day.name, en: name }, kind: 'public_holiday' };
		})
		.toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

/** Where the source's English would puzzle a reader. */
const englishNames: Record<string, string> = {
	'Tag der Deutschen Einheit': 'Day of German Unity',
	'2. Weihnachtstag': 'Second Day of Christmas',
	Pfingstsonntag: 'Whit Sunday',
	'Mariä Himmelfahrt': 'Assumption Day',
};

function dateOf(extra: ExtraDay, year: number): CalendarDate {
	return extra.day.length === 5 ? `${year}-${extra.day}` : extra.day;
}

function yearOf(date: CalendarDate): number {
	return Number(date.slice(0, 4));
}
