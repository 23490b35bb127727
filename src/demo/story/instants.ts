import { addCalendarDays, addHours, addMinutes, dateIn, daysBetween, earliest, instantOf } from '#platform/time.ts';
import type { Moment } from '#demo/corpus/file.ts';

type Meeting = { startsAt: Date; endsAt: Date };

export type Scale = {
	zone: string;
	/** The kick-off and the weekly meetings in their order. */
	meetings: readonly Meeting[];
	/** The last moment of the story, and the instant by which it has to have come. */
	end?: { last: Moment; by: Date };
	/** Days by which everything from the third day of a unit on is put off. */
	lag?: { unit: number; days: number };
};

/**
 * Turns moments of the corpus into instants. Day 0 of a unit is the day of the meeting that opens it. A unit that
 * holidays have shortened is told a little faster, and so is the last day of a story that would otherwise reach into
 * the future; the order stays.
 */
export function instantsOf(scale: Scale): (moment: Moment) => Date {
	const { end } = scale;
	const last = end && nominal(scale, end.last);
	if (!end || !last || last <= end.by) return (moment) => nominal(scale, moment);
	const from = squeezedFrom(scale, end.last, last, end.by);
	const ratio = (end.by.getTime() - from.getTime()) / (last.getTime() - from.getTime());
	return (moment) => {
		const at = nominal(scale, moment);
		return at <= from ? at : new Date(Math.round(from.getTime() + (at.getTime() - from.getTime()) * ratio));
	};
}

/** A day before the end, or when the unit opened, where a day would not leave half a day for it. */
function squeezedFrom(scale: Scale, { unit }: Moment, last: Date, by: Date): Date {
	const dayBefore = addHours(last, -24);
	return dayBefore < addHours(by, -12) ? dayBefore : opening(scale, unit).endsAt;
}

function nominal(scale: Scale, { unit, day, time }: Moment): Date {
	const { zone, lag } = scale;
	const opens = opening(scale, unit);
	const firstDay = dateIn(zone, opens.endsAt);
	const late = lag?.unit === unit && day >= 2 ? lag.days : 0;
	const at = instantOf(addCalendarDays(firstDay, day + late), time, zone);
	const closes = unit === 0 ? undefined : scale.meetings[unit];
	const days = closes ? daysBetween(firstDay, dateIn(zone, closes.startsAt)) : 7;
	if (days >= 7 || at <= opens.endsAt) return at;
	const gone = at.getTime() - opens.endsAt.getTime();
	return new Date(Math.round(opens.endsAt.getTime() + (gone * days) / 7));
}

function opening({ meetings }: Scale, unit: number): Meeting {
	const meeting = meetings[Math.max(0, unit - 1)];
	if (!meeting) throw new Error(`no meeting opens unit ${unit}`);
	return meeting;
}

/** So many minutes later, but never after `limit`. */
export const soonAfter = (at: Date, minutes: number, limit: Date): Date =>
	earliest([addMinutes(at, minutes), limit]) ?? at;
