import * as z from 'zod';
import { record } from '#platform/server/activity.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { leaders, meetingGround } from '#events/server/grounds.ts';
import { meetingFor, tell } from '#events/server/meeting-row.ts';

export const writeMinutes = verb({
	name: 'writeMinutes',
	method: 'put',
	path: '/meetings/{meetingId}/minutes',
	summary: 'Write the minutes of the meeting',
	scope: 'events:write',
	who: leaders,
	at: meetingGround,
	input: z.object({
		meetingId: z.uuid(),
		minutes: z.string().trim().max(40_000),
		from: z.string().optional().describe('When the minutes one started from were saved'),
	}),
	async run(scene, input) {
		const viewer = signedIn(scene);
		const meeting = await meetingFor(scene, input.meetingId);
		const saved = meeting.minutesAt?.toISOString() ?? '';
		if (input.from !== undefined && input.from !== saved) refuse('minutes_newer', { field: 'minutes' });
		await scene.trx
			.updateTable('meeting')
			.set({ minutes: input.minutes, minutesBy: viewer.userId, minutesAt: scene.now })
			.where('id', '=', meeting.id)
			.execute();
		await record(scene.trx, {
			kind: 'minutes_written',
			actorId: viewer.userId,
			communityId: meeting.communityId,
			cohortId: scene.place.cohortId,
			subjectId: meeting.id,
			at: scene.now,
		});
		await tell(scene, meeting.id);
		return { savedAt: scene.now };
	},
});
