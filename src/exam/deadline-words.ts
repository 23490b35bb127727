import type { DeadlineDay } from '#exam/rules/deadline.ts';
import type { PaperKind } from '#exam/rules/hand-in.ts';
import { m } from '#messages/messages.js';
import type { Locale } from '#platform/viewer.ts';
import { formatDate, formatDayOfMonth, formatDayTime, formatList, formatWeekday, type Reader } from '#ui/format.ts';

type Window = { opensAt: Date; endsAt: Date; days: readonly DeadlineDay[] };

/** A day and time with the zone whose clock it is told by: "Dienstag, 24. November, 10:00 Uhr (Mitteleuropäische Normalzeit)". */
export function formatDeadline(at: Date, reader: Reader, now?: Date): string {
	return m.exam_deadline({ when: formatDayTime(at, reader, now), zone: zoneName(at, reader) });
}

function zoneName(at: Date, { locale, timeZone }: Reader): string {
	const parts = new Intl.DateTimeFormat(locale === 'de' ? 'de-DE' : 'en-GB', { timeZone, timeZoneName: 'long' });
	return parts.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

/** How the three working days come about, in sentences. */
export function deadlineWords(window: Window & { workingDays: number }, reader: Reader): string[] {
	const { opensAt, endsAt, workingDays } = window;
	return [
		m.exam_days_opening({ opens: formatDayTime(opensAt, reader, endsAt) }),
		m.exam_days_end({ days: workingDays, ends: formatDeadline(endsAt, reader) }),
		skippedWords(window.days, reader),
	];
}

/** Which days between opening and end are not counted, and why. */
export function skippedWords(days: readonly DeadlineDay[], { locale }: Reader): string {
	const skipped = days.flatMap((day) => (day.kind === 'skipped' ? [day] : []));
	const names = skipped.map(({ date, why }) =>
		why.kind === 'weekend' ? shortDate(date, locale) : `${shortDate(date, locale)} (${why.name[locale]})`,
	);
	return names.length > 0 ? m.exam_days_skipped({ days: formatList(names, locale) }) : m.exam_days_none_skipped();
}

const noon = (date: string): string => `${date}T12:00:00Z`;
const shortDate = (date: string, locale: Reader['locale']): string =>
	formatDate(date, locale).replace(/,? \d{4}$/u, '');

/** The working days as bars, each as much of it as is over; the last one ends with the deadline. */
export function dayBars(
	{ endsAt, days }: Window,
	now: Date,
	reader: Reader,
): { name: string; note: string; spent: number }[] {
	const counted = days.filter(({ kind }) => kind === 'working_day');
	const today = dateIn(now, reader.timeZone);
	const lastDate = counted.at(-1)?.date ?? '';
	const lastMidnight = endsAt.getTime() - minutesOfDay(endsAt, reader) * 60_000;
	return counted.map(({ date }, index) => {
		const last = index === counted.length - 1;
		// off by an hour where the clocks change in between, which no bar shows
		const from = lastMidnight - (Date.parse(lastDate) - Date.parse(date));
		const to = last ? endsAt.getTime() : from + 86_400_000;
		const note = last
			? m.exam_days_until({ time: clock(endsAt, reader) })
			: date === today
				? m.exam_days_today()
				: formatDayOfMonth(noon(date), { ...reader, timeZone: 'UTC' });
		return {
			name: formatWeekday(noon(date), { ...reader, timeZone: 'UTC' }),
			note,
			spent: Math.min(1, Math.max(0, (now.getTime() - from) / (to - from))),
		};
	});
}

/** The calendar date on the clock in a zone. */
const dateIn = (at: Date, timeZone: string): string =>
	new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).format(at);

function minutesOfDay(at: Date, { timeZone }: Reader): number {
	const [hours = 0, minutes = 0] = clock(at, { locale: 'de', timeZone }).split(':').map(Number);
	return hours * 60 + minutes;
}

const clock = (at: Date, { locale, timeZone }: Reader): string =>
	new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false, timeZone }).format(at);

/** How much time is left, in words: working days, and the last 24 hours in hours and minutes. */
export function timeLeft({ endsAt, days }: Pick<Window, 'endsAt' | 'days'>, now: Date, reader: Reader): string {
	const minutes = Math.floor((endsAt.getTime() - now.getTime()) / 60_000);
	if (minutes < 0) return m.exam_time_over();
	if (minutes < 120) return m.exam_minutes_left({ count: minutes });
	const hours = Math.floor(minutes / 60);
	const today = dateIn(now, reader.timeZone);
	const ahead = days.filter(({ date, kind }) => kind === 'working_day' && date > today).length;
	if (hours < 24) return m.exam_hours_left({ count: hours });
	return ahead > 0 ? m.exam_working_days_left({ count: ahead }) : m.exam_days_left({ count: Math.floor(hours / 24) });
}

/** In the language of the page, or in the given one where no page is being drawn. */
export const kindName = (kind: PaperKind, locale?: Locale): string =>
	({ group: m.exam_kind_group, case: m.exam_kind_case, reflection: m.exam_kind_reflection })[kind](
		{},
		locale ? { locale } : {},
	);
