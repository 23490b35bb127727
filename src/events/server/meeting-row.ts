import type { Kysely, Selectable } from 'kysely';
import { announce } from '#platform/server/live.ts';
import type { DB, Meeting } from '#platform/server/schema.ts';
import type { Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';

export type MeetingRow = Selectable<Meeting>;

/** What a meeting `m` is known by in lists and timetables. */
export const meetingColumns = [
	'm.id',
	'm.kind',
	'm.number',
	'm.title',
	'm.startsAt',
	'm.endsAt',
	'm.conferencingUrl',
	'm.place',
] as const;

/** The door opens a quarter of an hour early. */
export const checkInFrom = (startsAt: Date): Date => new Date(startsAt.getTime() - 15 * 60_000);

/** The meeting, held until the transaction ends; one that was called off is refused. */
export const meetingFor = async (scene: Scene, meetingId: string) => {
	const meeting = await scene.trx
		.selectFrom('meeting')
		.selectAll()
		.where('id', '=', meetingId)
		.forUpdate()
		.executeTakeFirstOrThrow();
	if (meeting.cancelledAt) refuse('meeting_cancelled');
	return meeting;
};

export const tell = (scene: Scene, meetingId: string) => announce(scene.trx, `meeting:${meetingId}`);

/** The zone in which a community’s clock is read: that of its cohort, or its own. */
export async function zoneOf(db: Kysely<DB>, communityId: string): Promise<string> {
	const { zone } = await db
		.selectFrom('community as c')
		.leftJoin('cohort as k', 'k.communityId', 'c.id')
		.select((e) => e.fn.coalesce('k.timeZone', 'c.timeZone').as('zone'))
		.where('c.id', '=', communityId)
		.executeTakeFirstOrThrow();
	return zone;
}
