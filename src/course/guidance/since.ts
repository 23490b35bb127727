import { m } from '#messages/messages.js';
import { calendarDaysAgo, formatDay, formatLongWeekday, formatTime, type Reader } from '#ui/format.ts';

/** Since when, by the day: "seit gestern", "seit Montag". */
export function sinceDay(at: Date, reader: Reader, now: Date): string {
	const days = calendarDaysAgo(at, reader, now);
	if (days <= 0) return m.guidance_since_today();
	if (days === 1) return m.guidance_since_yesterday();
	if (days === 2) return m.guidance_since_before_yesterday();
	return m.guidance_since_day({ day: days < 7 ? formatLongWeekday(at, reader) : formatDay(at, reader, now) });
}

/** Since when, with the time of day while that still matters: "seit gestern, 17:05 Uhr". */
export function sinceMoment(at: Date, reader: Reader, now: Date): string {
	const since = sinceDay(at, reader, now);
	if (calendarDaysAgo(at, reader, now) >= 7) return since;
	return m.guidance_since_at({ since, time: formatTime(at, reader) });
}
