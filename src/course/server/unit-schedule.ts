import type { Kysely } from 'kysely';
import type { DB } from '#platform/server/schema.ts';

export type UnitMeeting = {
	id: string;
	/** 0 is the kick-off. */
	number: number;
	startsAt: Date;
	endsAt: Date;
	conferencingUrl: string;
};

/** The kick-off and the weekly meetings of a cohort's community in their order, as they stand in the calendar. */
export type UnitSchedule = readonly UnitMeeting[];

export async function scheduleOf(db: Kysely<DB>, communityId: string): Promise<UnitSchedule> {
	return db
		.selectFrom('meeting')
		.select(['id', 'number', 'startsAt', 'endsAt', 'conferencingUrl'])
		.where('communityId', '=', communityId)
		.where('kind', 'in', ['kick_off', 'weekly'])
		.where('cancelledAt', 'is', null)
		.orderBy('number')
		.execute();
}

const meetingOf = (schedule: UnitSchedule, number: number) => schedule.find((meeting) => meeting.number === number);

/** Unit n opens with the scheduled end of meeting n−1. */
export const opensAt = (schedule: UnitSchedule, unit: number): Date | null =>
	meetingOf(schedule, unit - 1)?.endsAt ?? null;

/** Unit n closes with the scheduled end of meeting n. */
export const closesAt = (schedule: UnitSchedule, unit: number): Date | null =>
	meetingOf(schedule, unit)?.endsAt ?? null;

export const isOpen = (schedule: UnitSchedule, unit: number, now: Date): boolean => {
	const opens = opensAt(schedule, unit);
	return opens !== null && opens <= now;
};

/** The unit whose window holds the instant; null before the end of the kick-off and after the last meeting. */
export function unitAt(schedule: UnitSchedule, now: Date): number | null {
	const last = schedule.findLast(({ endsAt }) => endsAt <= now);
	if (!last || last === schedule.at(-1)) return null;
	return last.number + 1;
}

/** When the last meeting is scheduled to end. */
export const lastMeetingEnd = (schedule: UnitSchedule): Date | null => schedule.at(-1)?.endsAt ?? null;

/** The meeting that is going on, or else the next to come. */
export const nextMeeting = (schedule: UnitSchedule, now: Date): UnitMeeting | null =>
	schedule.find(({ endsAt }) => endsAt > now) ?? null;
