import * as z from 'zod';
import { writePost } from '#conversation/server/writing.ts';
import { lockCohort } from '#course/server/cohort-row.ts';
import { examinedCohortGround } from '#exam/server/grounds.ts';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { dateIn } from '#platform/time.ts';
import { enterPhase } from '#community/server/phases.ts';
import { m } from '#messages/messages.js';

/** The end: thanks to all, then the community is archived. Its people find it, read it, and take their work along. */
export const closeCohort = verb({
	name: 'closeCohort',
	method: 'post',
	path: '/cohorts/{cohortId}/closing',
	summary: 'Close a cohort after its results with a word of thanks; its community becomes read-only',
	scope: 'course:write',
	who: ['organiser'],
	at: examinedCohortGround,
	input: z.object({ cohortId: z.uuid(), thanks: z.string().trim().min(40).max(20_000).describe('Markdown, to all') }),
	async run(scene, { cohortId, thanks }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const cohort = await lockCohort(trx, cohortId);
		if (cohort.closedAt) refuse('cohort_closed_already');
		await refuseBeforeResults(scene, cohort);
		await sayThanks(scene, cohort, thanks);
		await trx.updateTable('cohort').set({ closedAt: now }).where('id', '=', cohortId).execute();
		const { communityId } = cohort;
		await trx.updateTable('community').set({ archivedAt: now }).where('id', '=', communityId).execute();
		const since = dateIn(cohort.timeZone, now);
		await enterPhase(trx, { communityId, phase: 'archived', since, by: userId, at: now });
		await audit(trx, { action: 'cohort_closed', actorId: userId, subjectId: cohortId, cohortId });
		await record(trx, {
			kind: 'community_archived',
			actorId: userId,
			communityId: cohort.communityId,
			cohortId,
			subjectId: cohort.communityId,
			data: {},
			at: now,
		});
		return { closedAt: now };
	},
});

/** Nothing may be pending: counting is over, and every exam has its results. */
async function refuseBeforeResults({ trx }: Scene, cohort: { id: string; frozenAt: Date | null }): Promise<void> {
	if (!cohort.frozenAt) refuse('cohort_not_over');
	const pending = await trx
		.selectFrom('exam')
		.select('id')
		.where('cohortId', '=', cohort.id)
		.where('cancelledAt', 'is', null)
		.where('releasedAt', 'is', null)
		.executeTakeFirst();
	if (pending) refuse('cohort_results_pending');
}

/** The last announcement stands pinned on top of the first space. */
async function sayThanks(
	scene: Scene,
	cohort: { communityId: string; language: string },
	thanks: string,
): Promise<void> {
	const { trx, now } = scene;
	const { userId } = signedIn(scene);
	const space = await trx
		.selectFrom('space')
		.select('id')
		.where('communityId', '=', cohort.communityId)
		.where('archivedAt', 'is', null)
		.orderBy('position')
		.executeTakeFirst();
	if (!space) return;
	const title = m.closing_thanks_title({}, { locale: cohort.language === 'en' ? 'en' : 'de' });
	const thread = await trx
		.insertInto('thread')
		.values({
			communityId: cohort.communityId,
			spaceId: space.id,
			kind: 'announcement',
			title,
			authorId: userId,
			pinnedAt: now,
			createdAt: now,
			lastPostAt: now,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const post = await writePost(scene, { threadId: thread.id, opening: true, body: thanks });
	await record(trx, {
		kind: 'thread_started',
		actorId: userId,
		communityId: cohort.communityId,
		cohortId: scene.place.cohortId,
		subjectId: post.postId,
		data: { threadId: thread.id, threadTitle: title, kind: 'announcement', mentioned: post.mentioned },
		at: now,
	});
}
