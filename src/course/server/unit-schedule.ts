import type { Kysely } from 'kysely';
import type { DB } from '#platform/server/schema.ts';
import { meetingColumns } from '#events/server/meeting-row.ts';
import { courseFacts } from '#course/server/course-facts.ts';

export type UnitMeeting = {
	id: string;
	kind: string;
	/** 0 is the kick-off; of work on site the unit it is for. */
	number: number;
	title: string;
	startsAt: Date;
	endsAt: Date;
	conferencingUrl: string;
	/** Where it is held; empty when online. */
	place: string;
};

/** When a cohort's units are open, as its meetings stand in the calendar. */
export type UnitSchedule = {
	/** The kick-off and the meetings that conclude units, in their order. */
	meetings: readonly UnitMeeting[];
	/** Work on site that follows a meeting; it concludes nothing. */
	work: readonly UnitMeeting[];
	units: readonly { number: number; opens: Date; closes: Date }[];
	/** When the last unit closes. */
	ends: Date | null;
	/** No meetings conclude the units: all are open from the kick-off to the end. */
	ownPace: boolean;
};

export async function scheduleOf(db: Kysely<DB>, communityId: string): Promise<UnitSchedule> {
	const rows = await db
		.selectFrom('meeting as m')
		.leftJoin('cohort as k', 'k.communityId', 'm.communityId')
		.select(meetingColumns)
		.select(['k.endsAt as courseEnds', 'k.courseVersionId'])
		.where('m.communityId', '=', communityId)
		.where('m.kind', 'in', ['kick_off', 'weekly', 'work'])
		.where('m.cancelledAt', 'is', null)
		.orderBy('m.number')
		.execute();
	const all = rows.map(({ courseEnds: _ends, courseVersionId: _version, ...meeting }) => meeting);
	const meetings = all.filter(({ kind }) => kind !== 'work');
	const [first] = rows;
	if (first?.courseEnds && first.courseVersionId) {
		const { units } = await courseFacts(db, first.courseVersionId);
		return ownPaceSchedule(meetings, first.courseEnds, units ?? 0);
	}
	return meetingSchedule(
		meetings,
		all.filter(({ kind }) => kind === 'work'),
	);
}

/** Unit n is open from the scheduled end of meeting n−1 to that of meeting n. */
function meetingSchedule(meetings: readonly UnitMeeting[], work: readonly UnitMeeting[]): UnitSchedule {
	const units = meetings.flatMap(({ number, endsAt }) => {
		const opener = meetings.find((meeting) => meeting.number === number - 1);
		return opener ? { number, opens: opener.endsAt, closes: endsAt } : [];
	});
	return { meetings, work, units, ends: meetings.at(-1)?.endsAt ?? null, ownPace: false };
}

function ownPaceSchedule(meetings: readonly UnitMeeting[], ends: Date, count: number): UnitSchedule {
	const opens = meetings[0]?.endsAt ?? ends;
	const units = Array.from({ length: count }, (_, index) => ({ number: index + 1, opens, closes: ends }));
	return { meetings, work: [], units, ends, ownPace: true };
}

const windowOf = ({ units }: UnitSchedule, unit: number) => units.find(({ number }) => number === unit);

export const opensAt = (schedule: UnitSchedule, unit: number): Date | null => windowOf(schedule, unit)?.opens ?? null;

export const closesAt = (schedule: UnitSchedule, unit: number): Date | null => windowOf(schedule, unit)?.closes ?? null;

export const isOpen = (schedule: UnitSchedule, unit: number, now: Date): boolean => {
	const opens = opensAt(schedule, unit);
	return opens !== null && opens <= now;
};

/**
 * The unit in which the whole cohort is; null before the end of the kick-off, after the last meeting, and where everybody
 * goes at their own pace.
 */
export function unitAt({ units, ownPace }: UnitSchedule, now: Date): number | null {
	if (ownPace) return null;
	return units.find(({ opens, closes }) => opens <= now && now < closes)?.number ?? null;
}

/** The meeting, or the work on site, that is going on, or else the next to come. */
export const nextMeeting = ({ meetings, work }: UnitSchedule, now: Date): UnitMeeting | null =>
	[...meetings, ...work]
		.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
		.find(({ endsAt }) => endsAt > now) ?? null;
