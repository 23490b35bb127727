import type { Locale } from '#platform/viewer.ts';

/** How a reader wants dates and numbers: language and time zone. */
export type Reader = { locale: Locale; timeZone: string };

const tag = (locale: Locale): string => (locale === 'de' ? 'de-DE' : 'en-GB');

/** What dates are written with. */
const shapes = {
	day: { weekday: 'long', day: 'numeric', month: 'long' },
	dayOfYear: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
	year: { year: 'numeric' },
	shortDay: { weekday: 'short', day: 'numeric', month: 'short' },
	dayOfMonth: { day: 'numeric', month: 'short' },
	weekday: { weekday: 'short' },
	longWeekday: { weekday: 'long' },
	longDate: { day: 'numeric', month: 'long', year: 'numeric' },
	clock: { hour: '2-digit', minute: '2-digit', hour12: false },
	calendar: { year: 'numeric', month: '2-digit', day: '2-digit' },
	zone: { timeZoneName: 'longGeneric' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Making a formatter takes a hundred times as long as using it. */
function keeping<Kept>() {
	const kept = new Map<string, Kept>();
	return (key: string, make: () => Kept): Kept => {
		const known = kept.get(key) ?? make();
		kept.set(key, known);
		return known;
	};
}
const dates = keeping<Intl.DateTimeFormat>();
const numbers = keeping<Intl.NumberFormat>();
const lists = keeping<Intl.ListFormat>();

const formatter = ({ locale, timeZone }: Reader, shape: keyof typeof shapes): Intl.DateTimeFormat =>
	dates(`${shape} ${locale} ${timeZone}`, () => new Intl.DateTimeFormat(tag(locale), { timeZone, ...shapes[shape] }));
const numberFormat = (locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
	numbers(Object.values(options).join(' ') + locale, () => new Intl.NumberFormat(tag(locale), options));
const uhr = (reader: Reader, time: string): string => (reader.locale === 'de' ? `${time} Uhr` : time);
const dateOf = (at: Date | string): Date => (typeof at === 'string' ? new Date(at) : at);

/** Dienstag, 3. November · Tuesday 3 November; the year only when it is not the reference's. */
export function formatDay(at: Date | string, reader: Reader, reference?: Date): string {
	const date = dateOf(at);
	const yearOf = (day: Date) => formatter(reader, 'year').format(day);
	const sameYear = reference && yearOf(date) === yearOf(reference);
	const day = formatter(reader, sameYear ? 'day' : 'dayOfYear').format(date);
	// in English the weekday is set off by a comma only where there is a year; on one page both stand side by side
	return reader.locale === 'en' ? day.replace(', ', ' ') : day;
}
/** Di., 3. Nov. · Tue 3 Nov, for lists and tables. */
export const formatShortDay = (at: Date | string, reader: Reader): string =>
	formatter(reader, 'shortDay').format(dateOf(at));
/** 3. Nov. · 3 Nov */
export const formatDayOfMonth = (at: Date | string, reader: Reader): string =>
	formatter(reader, 'dayOfMonth').format(dateOf(at));
/** Di · Tue */
export const formatWeekday = (at: Date | string, reader: Reader): string =>
	formatter(reader, 'weekday').format(dateOf(at)).replace('.', '');
/** Dienstag · Tuesday */
export const formatLongWeekday = (at: Date | string, reader: Reader): string =>
	formatter(reader, 'longWeekday').format(dateOf(at));
/** 3. November 2026 · 3 November 2026 */
export const formatLongDate = (at: Date | string, reader: Reader): string =>
	formatter(reader, 'longDate').format(dateOf(at));
/** 17:00 Uhr · 17:00 */
export const formatTime = (at: Date | string, reader: Reader): string =>
	uhr(reader, formatter(reader, 'clock').format(dateOf(at)));
/** 17:00, where a column of times says by itself what they are */
export const formatClock = (at: Date | string, reader: Reader): string => formatter(reader, 'clock').format(dateOf(at));
/** 17:00 – 18:30 Uhr */
export function formatSpan(from: Date | string, to: Date | string, reader: Reader): string {
	const clock = formatter(reader, 'clock');
	return uhr(reader, `${clock.format(dateOf(from))} – ${clock.format(dateOf(to))}`);
}
/** Dienstag, 3. November, 17:00 Uhr */
export const formatDayTime = (at: Date | string, reader: Reader, reference?: Date): string =>
	`${formatDay(at, reader, reference)}, ${formatTime(at, reader)}`;
/** Mi, 10:12 within a week, else 28. Okt. */
export function formatMoment(at: Date | string, reader: Reader, now: Date): string {
	const date = dateOf(at);
	const clock = formatter(reader, 'clock').format(date);
	const age = now.getTime() - date.getTime();
	if (age < 6 * 86_400_000 && age > -6 * 86_400_000) return `${formatWeekday(date, reader)}, ${clock}`;
	return age < 300 * 86_400_000 ? formatDayOfMonth(date, reader) : formatLongDate(date, reader);
}
/** How many calendar days of the reader's zone lie between: 0 is today, 1 yesterday. */
export function calendarDaysAgo(at: Date | string, reader: Reader, now: Date): number {
	const day = (date: Date) =>
		Date.parse(
			formatter({ locale: 'en', timeZone: reader.timeZone }, 'calendar').format(date).split('/').toReversed().join('-'),
		);
	return Math.round((day(now) - day(dateOf(at))) / 86_400_000);
}
/** The reader's zone as people say it: Mitteleuropäische Zeit · Central European Time */
export const formatZone = (reader: Reader): string =>
	formatter(reader, 'zone')
		.formatToParts(Date.UTC(2026, 0, 1))
		.find(({ type }) => type === 'timeZoneName')?.value ?? reader.timeZone;
/** A calendar date `YYYY-MM-DD`, with its weekday, the same day wherever it is read. */
export const formatDate = (date: string, locale: Locale): string =>
	formatDay(`${date}T12:00:00Z`, { locale, timeZone: 'UTC' });
export const formatNumber = (value: number, locale: Locale, digits = 1): string =>
	numberFormat(locale, { maximumFractionDigits: digits }).format(value);
/** Minutes as hours with one decimal: 38 · 7,5 */
export const formatHours = (minutes: number, locale: Locale): string => formatNumber(minutes / 60, locale, 1);
export const formatList = (words: readonly string[], locale: Locale): string =>
	lists(locale, () => new Intl.ListFormat(tag(locale), { style: 'long', type: 'conjunction' })).format(words);

/** Minutes as 1 Std. 30 Min. */
export function formatDuration(minutes: number, locale: Locale): string {
	const unit = (value: number, name: 'hour' | 'minute') =>
		numberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
	const [hours, rest] = [Math.floor(minutes / 60), Math.round(minutes % 60)];
	if (hours === 0) return unit(rest, 'minute');
	return rest === 0 ? unit(hours, 'hour') : `${unit(hours, 'hour')} ${unit(rest, 'minute')}`;
}

/** Bytes as 4,2 MB: in thousands, as disks count. */
export function formatBytes(bytes: number, locale: Locale): string {
	const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
	const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
	const value = bytes / 1000 ** step;
	return numberFormat(locale, {
		style: 'unit',
		unit: units[step] ?? 'byte',
		maximumFractionDigits: value < 10 && step > 1 ? 1 : 0,
	}).format(value);
}
