import type { DeadlineDay } from '#exam/rules/deadline.ts';
import type { PaperKind } from '#exam/rules/hand-in.ts';
import { m } from '#messages/messages.js';
import { formatDate, formatDayTime, formatList, formatWeekday, type Reader } from '#ui/format.ts';

/** How the three working days come about, in sentences. */
export function deadlineWords(
	window: { opensAt: Date; endsAt: Date; days: readonly DeadlineDay[]; workingDays: number },
	reader: Reader,
): string[] {
	const { opensAt, endsAt, days, workingDays } = window;
	const skipped = days.flatMap((day) => (day.kind === 'skipped' ? [day] : []));
	const names = skipped.map(({ date, why }) =>
		why.kind === 'weekend'
			? formatDate(date, reader.locale)
			: `${formatDate(date, reader.locale)} (${why.name[reader.locale]})`,
	);
	return [
		m.exam_days_opening({ opens: formatDayTime(opensAt, reader) }),
		m.exam_days_end({ days: workingDays, ends: formatDayTime(endsAt, reader) }),
		names.length > 0 ? m.exam_days_skipped({ days: formatList(names, reader.locale) }) : m.exam_days_none_skipped(),
	];
}

/** The working days as bars: how much of each is over. */
export function dayBars(
	{ opensAt, endsAt, days }: { opensAt: Date; endsAt: Date; days: readonly DeadlineDay[] },
	now: Date,
	reader: Reader,
): { name: string; note: string; spent: number }[] {
	const counted = days.filter(({ kind }) => kind === 'working_day');
	return counted.map(({ date }, index) => {
		const left = counted.length - 1 - index;
		const end = new Date(endsAt.getTime() - daysBetween(date, counted.at(-1)?.date ?? date) * 86_400_000);
		const start = index === 0 ? opensAt : new Date(end.getTime() - 86_400_000);
		const spent = (now.getTime() - start.getTime()) / (end.getTime() - start.getTime());
		return {
			name: formatWeekday(`${date}T12:00:00Z`, { ...reader, timeZone: 'UTC' }),
			note: left === 0 ? m.exam_days_until({ time: clock(endsAt, reader) }) : shortDate(date, reader),
			spent: Math.min(1, Math.max(0, spent)),
		};
	});
}

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
const clock = (at: Date, { locale, timeZone }: Reader): string =>
	new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false, timeZone }).format(at);
const shortDate = (date: string, { locale }: Reader): string =>
	new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(date));

/** How much time is left, in words. */
export function timeLeft(endsAt: Date, now: Date): string {
	const minutes = Math.floor((endsAt.getTime() - now.getTime()) / 60_000);
	if (minutes < 0) return m.exam_time_over();
	if (minutes < 120) return m.exam_minutes_left({ count: minutes });
	const hours = Math.floor(minutes / 60);
	return hours < 48 ? m.exam_hours_left({ count: hours }) : m.exam_days_left({ count: Math.floor(hours / 24) });
}

export const kindName = (kind: PaperKind): string =>
	({ group: m.exam_kind_group, case: m.exam_kind_case, reflection: m.exam_kind_reflection })[kind]();
