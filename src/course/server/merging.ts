import type { Transaction } from 'kysely';
import * as z from 'zod';
import { record } from '#platform/server/activity.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import type { DB } from '#platform/server/schema.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { mergeGroup, pairCounts } from '#course/rules/groups.ts';
import { apartPairs, examUnit, groupHistory, groupsOf } from '#course/server/groups.ts';
import { learningGroupGround } from '#course/server/group-grounds.ts';
import { cohortOf, formers } from '#course/server/group-tables.ts';

/** A group below three is shown at once; one click joins it to another and keeps both drafts. */
export const mergeLearningGroup = verb({
	name: 'mergeLearningGroup',
	method: 'post',
	path: '/learning-groups/{learningGroupId}/merge',
	summary: 'Join a group that fell below three to another one',
	scope: 'course:write',
	who: formers,
	at: learningGroupGround,
	input: z.object({ learningGroupId: z.uuid() }),
	async run(scene, input) {
		const { trx, now } = scene;
		const viewer = signedIn(scene);
		const cohort = await cohortOf(scene);
		const group = await trx
			.selectFrom('learningGroup')
			.selectAll()
			.where('id', '=', input.learningGroupId)
			.executeTakeFirstOrThrow();
		if (group.mergedInto) refuse('group_merged_already');
		if (group.unitNumber !== Math.max(cohort.unitsOpened, 1) && group.unitNumber !== examUnit) refuse('unit_over');
		const groups = await groupsOf(trx, cohort.id, group.unitNumber);
		const index = groups.findIndex((one) => one.id === group.id);
		const small = groups[index];
		if (!small || small.members.length >= 3) refuse('group_large_enough');
		const counts = pairCounts(await groupHistory(trx, cohort.id, group.unitNumber));
		const week = groups.map((one) => one.members.map((member) => member.userId));
		const merge = mergeGroup(week, index, counts, await apartPairs(trx, cohort.id));
		const into = merge && groups[merge.into];
		if (!into) throw notFound();
		for (const member of small.members)
			await trx
				.insertInto('learningGroupMember')
				.values({ learningGroupId: into.id, userId: member.userId, joinedAt: now })
				.onConflict((c) => c.columns(['learningGroupId', 'userId']).doUpdateSet({ leftAt: null }))
				.execute();
		await trx
			.updateTable('learningGroupMember')
			.set({ leftAt: now })
			.where('learningGroupId', '=', small.id)
			.where('leftAt', 'is', null)
			.execute();
		await trx.updateTable('learningGroup').set({ mergedInto: into.id }).where('id', '=', small.id).execute();
		await keepBothDrafts(trx, small.id, into.id, small.name, now);
		await record(trx, {
			kind: 'group_merged',
			actorId: viewer.userId,
			communityId: cohort.communityId,
			cohortId: cohort.id,
			subjectId: into.id,
			data: { from: small.id },
			at: now,
		});
		return { into: into.id };
	},
});

/** What the small group had written stands below the other's text, section by section. */
async function keepBothDrafts(
	trx: Transaction<DB>,
	from: string,
	into: string,
	name: string,
	now: Date,
): Promise<void> {
	const [mine, theirs] = await Promise.all(
		[from, into].map((id) =>
			trx.selectFrom('submission').selectAll().where('learningGroupId', '=', id).executeTakeFirst(),
		),
	);
	if (!mine) return;
	if (!theirs) {
		await trx.updateTable('submission').set({ learningGroupId: into }).where('id', '=', mine.id).execute();
		return;
	}
	const sections = await trx
		.selectFrom('submissionSection')
		.selectAll()
		.where('submissionId', '=', mine.id)
		.where('body', '<>', '')
		.execute();
	for (const section of sections) {
		const body = `**${name}:**\n\n${section.body}`;
		await trx
			.insertInto('submissionSection')
			.values({ submissionId: theirs.id, sectionId: section.sectionId, body, savedAt: now, savedBy: section.savedBy })
			.onConflict((c) =>
				c.columns(['submissionId', 'sectionId']).doUpdateSet((e) => ({
					body: e.fn<string>('concat_ws', [
						e.val('\n\n'),
						e.fn<string>('nullif', ['submissionSection.body', e.val('')]),
						e.val(body),
					]),
					version: e('submissionSection.version', '+', 1),
					savedAt: now,
				})),
			)
			.execute();
	}
}
