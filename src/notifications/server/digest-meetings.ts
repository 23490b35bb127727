import type { Kysely } from 'kysely';
import { meetingsOf } from '#events/server/calendar-events.ts';
import type { DB } from '#platform/server/schema.ts';
import { addHours } from '#platform/time.ts';

export type ComingMeeting = Awaited<ReturnType<typeof comingUp>>[number];

/** How far a digest looks ahead, in hours: to the end of the day after. */
const ahead = 42;
const listed = 5;

/** The next meetings of a person's communities. */
export const comingUp = (db: Kysely<DB>, userId: string, now: Date) =>
	meetingsOf(db)
		.innerJoin('membership as s', 's.communityId', 'm.communityId')
		.where('s.userId', '=', userId)
		.where('s.endedAt', 'is', null)
		.where('m.cancelledAt', 'is', null)
		.where('m.startsAt', '>', now)
		.where('m.startsAt', '<', addHours(now, ahead))
		.orderBy('m.startsAt')
		.limit(listed)
		.execute();
