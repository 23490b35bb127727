import type { Locale } from '#platform/viewer.ts';

/** Where and how the reader counts days and hours. */
export type Reader = { locale: Locale; timeZone: string };

const tags = { de: 'de-DE', en: 'en-GB' } as const;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(reader: Reader, options: Intl.DateTimeFormatOptions, instant: Date): string {
	const key = JSON.stringify([reader.locale, reader.timeZone, options]);
	const found =
		formats.get(key) ?? new Intl.DateTimeFormat(tags[reader.locale], { ...options, timeZone: reader.timeZone });
	formats.set(key, found);
	return found.format(instant);
}

/** „Montag, 7. September 2026“ */
export const formatDay = (instant: Date, reader: Reader): string =>
	format(reader, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, instant);

/** „Mo., 7. Sept.“, for lists and tables. */
export const formatShortDay = (instant: Date, reader: Reader): string =>
	format(reader, { weekday: 'short', day: 'numeric', month: 'short' }, instant);

/** „17:00“; German adds „Uhr“. */
export const formatTime = (instant: Date, reader: Reader): string =>
	format(reader, { hour: '2-digit', minute: '2-digit' }, instant) + (reader.locale === 'de' ? ' Uhr' : '');

/** „Montag, 7. September 2026, 17:00 Uhr“ */
export const formatDayTime = (instant: Date, reader: Reader): string =>
	`${formatDay(instant, reader)}, ${formatTime(instant, reader)}`;

/** A calendar date `YYYY-MM-DD`, the same day wherever it is read. */
export const formatDate = (date: string, locale: Locale): string =>
	formatDay(new Date(`${date}T12:00:00Z`), { locale, timeZone: 'UTC' });

export function formatNumber(value: number, locale: Locale, fractionDigits = 0): string {
	return new Intl.NumberFormat(tags[locale], { maximumFractionDigits: fractionDigits }).format(value);
}

/** Minutes as „1 Std. 30 Min.“ */
export function formatDuration(minutes: number, locale: Locale): string {
	const unit = (value: number, name: 'hour' | 'minute') =>
		new Intl.NumberFormat(tags[locale], { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
	const [hours, rest] = [Math.floor(minutes / 60), Math.round(minutes % 60)];
	if (hours === 0) return unit(rest, 'minute');
	return rest === 0 ? unit(hours, 'hour') : `${unit(hours, 'hour')} ${unit(rest, 'minute')}`;
}
