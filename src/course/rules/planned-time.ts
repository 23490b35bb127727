import type { CourseHours } from '#course/rules/learning-time.ts';

type Meeting = { startsAt: Date; endsAt: Date };

/**
 * Minutes that the course plans for until now: the kick-off and the meetings that are over, an equal share of the units'
 * hours for each unit that is over, and of the running one as much as has passed. The exam is left out. `meetings` are
 * those of the timetable in order, the kick-off first.
 */
export function plannedMinutes(hours: CourseHours, meetings: readonly Meeting[], now: Date): number {
	const units = meetings.length - 1;
	const [kickOff] = meetings;
	if (!kickOff || units < 1 || now < kickOff.endsAt) return 0;
	const held = meetings.slice(1).filter(({ endsAt }) => endsAt <= now).length;
	const passed = meetings.slice(1).reduce((sum, { endsAt }, index) => {
		const from = meetings[index]?.endsAt.getTime() ?? endsAt.getTime();
		return sum + Math.min(1, Math.max(0, (now.getTime() - from) / Math.max(1, endsAt.getTime() - from)));
	}, 0);
	return Math.round(60 * (hours.kickOff + (hours.meetings * held + hours.units * passed) / units));
}
