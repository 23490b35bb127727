import type { CourseHours } from '#course/rules/learning-time.ts';

type Schedule = {
	/** Those of the timetable in order, the kick-off first. */
	meetings: readonly { endsAt: Date }[];
	units: readonly { opens: Date; closes: Date }[];
};

/**
 * Minutes that the course plans for until now: the kick-off and the meetings that are over, and for each unit an equal
 * share of the units' hours, as far as its time has passed. The exam is left out.
 */
export function plannedMinutes(hours: CourseHours, { meetings, units }: Schedule, now: Date): number {
	const [kickOff, ...others] = meetings;
	if (!kickOff || units.length === 0 || now < kickOff.endsAt) return 0;
	const held = others.filter(({ endsAt }) => endsAt <= now).length;
	const passed = units.reduce((sum, { opens, closes }) => {
		const [from, until] = [opens.getTime(), closes.getTime()];
		return sum + Math.min(1, Math.max(0, (now.getTime() - from) / Math.max(1, until - from)));
	}, 0);
	return Math.round(60 * (hours.kickOff + (hours.meetings * held + hours.units * passed) / units.length));
}
