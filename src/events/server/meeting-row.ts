import type { Selectable } from 'kysely';
import { announce } from '#platform/server/live.ts';
import type { Meeting } from '#platform/server/schema.ts';
import type { Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';

export type MeetingRow = Selectable<Meeting>;

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
