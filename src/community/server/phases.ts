import type { Kysely } from 'kysely';
import * as z from 'zod';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { type CalendarDate, dateIn } from '#platform/time.ts';
import { settablePhases } from '#community/phases.ts';
import { lockCommunity, refuseCourse } from '#community/server/community-row.ts';
import { communityGround } from '#community/server/standing.ts';

type Entering = {
	communityId: string;
	phase: string;
	since: CalendarDate;
	/** Why; empty where a course passes through its phases by itself. */
	reason?: string;
	by?: string | null;
	at: Date;
};

/** The community is in a phase from now on; the ones before stay on record. Nothing happens where it is in it already. */
export async function enterPhase(trx: Kysely<DB>, { communityId, phase, since, reason = '', by = null, at }: Entering) {
	const changed = await trx
		.updateTable('community')
		.set({ phase })
		.where('id', '=', communityId)
		.where('phase', '<>', phase)
		.where((e) => e.or([e('archivedAt', 'is', null), e.val(phase === 'archived')]))
		.returning('id')
		.executeTakeFirst();
	if (!changed) return;
	await beginPhases(trx, { communityId, phase, since, reason, by, at });
}

/** The first entry of a community that has just been founded. */
export async function beginPhases(
	trx: Kysely<DB>,
	{ communityId, phase, since, reason = '', by = null, at }: Entering,
) {
	await trx
		.insertInto('phaseChange')
		.values({ communityId, phase, since, reason, changedBy: by, changedAt: at })
		.execute();
}

export const setPhase = verb({
	name: 'setPhase',
	method: 'post',
	path: '/communities/{communityId}/phase',
	summary: 'Say in which phase a community is, since when and why',
	scope: 'community:write',
	who: ['manager'],
	at: communityGround,
	status: 201,
	input: z.object({
		communityId: z.uuid(),
		phase: z.enum(settablePhases),
		since: z.iso.date().describe('In the time zone of the community; not before the last change'),
		reason: z.string().trim().min(10).max(2000),
		from: z.enum(settablePhases).optional().describe('The phase that one saw'),
	}),
	output: z.object({ phase: z.enum(settablePhases) }),
	async run(scene, { communityId, phase, since, reason, from }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		refuseCourse(scene.place);
		const community = await lockCommunity(trx, communityId);
		if (from !== undefined && from !== community.phase) refuse('phase_changed_meanwhile', { field: 'phase' });
		if (phase === community.phase) refuse('phase_already', { field: 'phase' });
		if (since > dateIn(community.timeZone, now)) refuse('phase_in_future', { status: 422, field: 'since' });
		const last = await trx
			.selectFrom('phaseChange')
			.select('since')
			.where('communityId', '=', communityId)
			.orderBy('changedAt', 'desc')
			.limit(1)
			.executeTakeFirst();
		if (last && since < last.since) refuse('phase_before_last', { status: 422, field: 'since' });
		await enterPhase(trx, { communityId, phase, since, reason, by: userId, at: now });
		await audit(trx, { action: 'phase_set', actorId: userId, subjectId: communityId, detail: { phase, since } });
		await record(trx, {
			kind: 'phase_changed',
			actorId: userId,
			communityId,
			subjectId: communityId,
			data: { phase },
			at: now,
		});
		return { phase };
	},
});
