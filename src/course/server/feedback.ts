import * as z from 'zod';
import { record } from '#platform/server/activity.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { dropDraft } from '#conversation/server/drafts.ts';
import { postGround } from '#conversation/server/grounds.ts';
import { cohortHere } from '#course/server/cohort-here.ts';
import { unitsOf } from '#course/server/course-package.ts';
import { criteriaIn } from '#course/server/feedback-read.ts';
import { submissionGround } from '#course/server/learning-grounds.ts';
import { taskOf } from '#course/server/submission-row.ts';

const words = z.string().trim().min(1).max(8000).describe('Markdown');
/** A form sends an empty text for a criterion that was left out. */
const chosenLevels = z
	.record(z.string().max(40), z.union([z.literal(''), z.coerce.number().int().min(1).max(4)]))
	.default({})
	.transform((levels) =>
		Object.fromEntries(Object.entries(levels).filter((entry): entry is [string, number] => entry[1] !== '')),
	);

export const giveFeedback = verb({
	name: 'giveFeedback',
	method: 'post',
	path: '/submissions/{submissionId}/feedback',
	summary: 'Give feedback on a result by its rubric and in words; giving it again revises one’s own',
	scope: 'course:write',
	who: ['companion', 'learner'],
	at: submissionGround,
	status: 201,
	input: z.object({
		submissionId: z.uuid(),
		version: z.coerce.number().int().min(1).optional().describe('The version one has read; the latest unless told'),
		levels: chosenLevels,
		words,
	}),
	output: z.object({ feedbackId: z.uuid() }),
	async run(scene, input) {
		const { trx, now, place, roles } = scene;
		const { userId } = signedIn(scene);
		const submission = await trx
			.selectFrom('submission')
			.selectAll()
			.where('id', '=', input.submissionId)
			.executeTakeFirstOrThrow();
		const companion = roles.has('companion');
		// What was not handed in, or what somebody wrote alone, does not exist for peers.
		if (!companion && (submission.version === 0 || submission.kind === 'person')) throw notFound();
		if (!companion && !roles.has('member')) refuse('forbidden', { status: 403 });
		if (await isOwnResult(scene, submission.id)) refuse('feedback_own', { status: 403 });
		const version = input.version ?? submission.version;
		if (version < 1 || version > submission.version) refuse('feedback_nothing_there', { field: 'version' });
		const { assignment } = await taskOf(trx, submission);
		for (const criterion of Object.keys(input.levels))
			if (!assignment.rubric.some(({ id }) => id === criterion))
				refuse('feedback_criterion', { status: 422, field: `levels.${criterion}` });
		const kind = companion ? 'companion' : 'peer';
		const said = { levels: JSON.stringify(input.levels), words: input.words };
		const { id, revisedAt } = await trx
			.insertInto('feedback')
			.values({
				cohortId: submission.cohortId,
				kind,
				authorId: userId,
				submissionId: submission.id,
				submissionVersion: version,
				givenAt: now,
				...said,
			})
			.onConflict((c) =>
				c
					.columns(['submissionId', 'authorId', 'submissionVersion'])
					.where('submissionId', 'is not', null)
					.doUpdateSet({ ...said, revisedAt: now }),
			)
			.returning(['id', 'revisedAt'])
			.executeTakeFirstOrThrow();
		await dropDraft(trx, userId, `feedback:${submission.id}`);
		if (!revisedAt)
			await record(trx, {
				kind: 'feedback_given',
				actorId: userId,
				// Without the community: feedback is private and no news to everyone.
				cohortId: place.cohortId,
				subjectId: id,
				data: { submissionId: submission.id, unitNumber: submission.unitNumber, kind },
				at: now,
			});
		return { feedbackId: id };
	},
});

async function isOwnResult({ trx, roles, viewer }: Scene, submissionId: string): Promise<boolean> {
	if (roles.has('owner')) return true;
	const credited = await trx
		.selectFrom('submissionMember')
		.select('userId')
		.where('submissionId', '=', submissionId)
		.where('userId', '=', viewer?.userId ?? null)
		.executeTakeFirst();
	return credited !== undefined;
}

export const givePostFeedback = verb({
	name: 'givePostFeedback',
	method: 'post',
	path: '/posts/{postId}/feedback',
	summary: 'Give feedback on a post as a companion; giving it again revises one’s own',
	scope: 'course:write',
	who: ['companion'],
	at: postGround,
	status: 201,
	input: z.object({ postId: z.uuid(), criterionId: z.string().max(40).optional(), words }),
	output: z.object({ feedbackId: z.uuid() }),
	async run(scene, input) {
		const { trx, now, place } = scene;
		const { userId } = signedIn(scene);
		const cohort = await cohortHere(scene);
		const post = await trx
			.selectFrom('post')
			.select(['id', 'authorId', 'threadId', 'deletedAt'])
			.where('id', '=', input.postId)
			.forUpdate()
			.executeTakeFirstOrThrow();
		if (post.deletedAt) refuse('post_gone');
		if (post.authorId === userId) refuse('feedback_own', { status: 403 });
		const criterionId = input.criterionId || null;
		if (criterionId) await assertCriterion(scene, cohort, criterionId);
		const said = { criterionId, words: input.words };
		const before = await trx
			.selectFrom('feedback')
			.select('id')
			.where('postId', '=', post.id)
			.where('authorId', '=', userId)
			.executeTakeFirst();
		if (before) {
			await trx
				.updateTable('feedback')
				.set({ ...said, revisedAt: now })
				.where('id', '=', before.id)
				.execute();
			return { feedbackId: before.id };
		}
		const { id } = await trx
			.insertInto('feedback')
			.values({
				cohortId: cohort.id,
				kind: 'companion',
				authorId: userId,
				postId: post.id,
				threadId: post.threadId,
				givenAt: now,
				...said,
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(trx, {
			kind: 'feedback_given',
			actorId: userId,
			cohortId: place.cohortId,
			subjectId: id,
			data: { postId: post.id, threadId: post.threadId, userIds: [post.authorId], kind: 'companion' },
			at: now,
		});
		return { feedbackId: id };
	},
});

async function assertCriterion(
	{ trx }: Scene,
	cohort: { id: string; courseVersionId: string },
	criterionId: string,
): Promise<void> {
	const units = await unitsOf(trx, cohort);
	if (!units.some(({ unit }) => criteriaIn(unit).some(({ id }) => id === criterionId)))
		refuse('feedback_criterion', { status: 422, field: 'criterionId' });
}
