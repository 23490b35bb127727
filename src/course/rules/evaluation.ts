import { dateIn, onDate, type CalendarDate } from '#platform/time.ts';

export type ShownResult =
	| { kind: 'none' }
	/** `counts[0]` is how many chose the lowest step; `mean` is from 1 to the number of steps. */
	| { kind: 'scale'; answers: number; counts: number[]; mean: number }
	/** In the order of the alphabet, so that nothing shows who wrote first or together with what. */
	| { kind: 'text'; answers: number; words: string[] };

/** A question's result as staff see it; `answers` are those that may be shown. */
export function shownResult(kind: 'scale' | 'text', answers: readonly { value: string }[], steps: number): ShownResult {
	if (answers.length === 0) return { kind: 'none' };
	const values = answers.map(({ value }) => value);
	if (kind === 'text')
		return { kind, answers: values.length, words: values.toSorted((a, b) => a.localeCompare(b, 'de')) };
	const chosen = values.map(Number);
	const counts = Array.from({ length: steps }, (_, step) => chosen.filter((each) => each === step + 1).length);
	return { kind, answers: chosen.length, counts, mean: chosen.reduce((sum, each) => sum + each, 0) / chosen.length };
}

/** The same wall-clock time so many months later; on the last day of a month that is too short. */
export function addMonths(instant: Date, months: number, zone: string): Date {
	return onDate(instant, monthsLater(dateIn(zone, instant), months), zone);
}

function monthsLater(date: CalendarDate, months: number): CalendarDate {
	const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
	const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
	return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}
