import type { Scene } from '#platform/server/verb.ts';
import type { Writing } from '#course/server/submission-row.ts';
import { groupNameOf, resultTitle } from '#course/server/result-thread.ts';

/**
 * Meeting n presents the results of unit n; a late result waits for the next meeting to come. A group stands in the
 * queue once, however many versions it hands in.
 */
export async function queueForPresentation(scene: Scene, writing: Writing): Promise<void> {
	const { trx, now } = scene;
	const { submission, schedule } = writing;
	const waiting = await trx
		.selectFrom('presentation')
		.select('id')
		.where('learningGroupId', '=', submission.learningGroupId)
		.executeTakeFirst();
	const meeting = schedule.meetings.find(({ number, endsAt }) => number >= submission.unitNumber && endsAt > now);
	if (waiting || !meeting) return;
	const last = await trx
		.selectFrom('presentation')
		.select((e) => e.fn.max('position').as('position'))
		.where('meetingId', '=', meeting.id)
		.executeTakeFirst();
	await trx
		.insertInto('presentation')
		.values({
			meetingId: meeting.id,
			learningGroupId: submission.learningGroupId,
			submissionId: submission.id,
			title: await resultTitle(trx, writing, await groupNameOf(trx, submission)),
			position: (last?.position ?? -1) + 1,
		})
		.onConflict((c) => c.doNothing())
		.execute();
}
