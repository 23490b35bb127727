import * as z from 'zod';
import { verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { leaders, meetingGround } from '#events/server/grounds.ts';
import { meetingFor, tell } from '#events/server/meeting-row.ts';

/** The results that are presented at a meeting, in their order. */
export const queueOf = ({ trx }: Scene, meetingId: string) =>
	trx
		.selectFrom('presentation')
		.select(['id', 'title', 'position', 'learningGroupId', 'submissionId', 'presentedAt'])
		.where('meetingId', '=', meetingId)
		.orderBy('position')
		.execute();

export const orderPresentations = verb({
	name: 'orderPresentations',
	method: 'put',
	path: '/meetings/{meetingId}/queue',
	summary: 'Mark a result as presented, or move it to another place in the queue',
	scope: 'events:write',
	who: leaders,
	at: meetingGround,
	input: z.object({
		meetingId: z.uuid(),
		presentationId: z.uuid(),
		presented: z.union([z.boolean(), z.stringbool()]).optional(),
		to: z.enum(['earlier', 'later']).optional(),
	}),
	async run(scene, input) {
		const { trx } = scene;
		await meetingFor(scene, input.meetingId);
		const queue = await trx
			.selectFrom('presentation')
			.select(['id', 'position'])
			.where('meetingId', '=', input.meetingId)
			.orderBy('position')
			.execute();
		const index = queue.findIndex((entry) => entry.id === input.presentationId);
		const entry = queue[index] ?? refuse('not_found', { status: 404 });
		if (input.presented !== undefined)
			await trx
				.updateTable('presentation')
				.set({ presentedAt: input.presented ? scene.now : null })
				.where('id', '=', entry.id)
				.execute();
		const other = queue[input.to === 'earlier' ? index - 1 : index + 1];
		if (input.to && other) {
			await trx.updateTable('presentation').set({ position: other.position }).where('id', '=', entry.id).execute();
			await trx.updateTable('presentation').set({ position: entry.position }).where('id', '=', other.id).execute();
		}
		await tell(scene, input.meetingId);
		return { done: true };
	},
});
