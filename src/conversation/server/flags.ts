import * as z from 'zod';
import { audit } from '#platform/server/audit.ts';
import { record } from '#platform/server/activity.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { communityGround } from '#community/server/standing.ts';
import { flagGround, postGround } from '#conversation/server/grounds.ts';
import { isStaff } from '#conversation/server/posts.ts';

import { flagReasons } from '#conversation/flag-reasons.ts';

export const flagPost = verb({
	name: 'flagPost',
	method: 'post',
	path: '/posts/{postId}/flags',
	summary: 'Report a post to those who moderate',
	scope: 'community:write',
	who: ['member', 'observer', 'organiser'],
	at: postGround,
	status: 201,
	input: z.object({ postId: z.uuid(), reason: z.enum(flagReasons), words: z.string().trim().max(2000).default('') }),
	output: z.object({ flagId: z.uuid() }),
	async run(scene, input) {
		const { trx, now, place } = scene;
		const { userId } = signedIn(scene);
		const post = await trx
			.selectFrom('post')
			.select(['id', 'authorId', 'communityId', 'deletedAt'])
			.where('id', '=', input.postId)
			.forUpdate()
			.executeTakeFirstOrThrow();
		if (post.deletedAt) refuse('post_gone');
		if (post.authorId === userId) refuse('flag_own_post');
		const flag = await trx
			.insertInto('flag')
			.values({
				communityId: post.communityId,
				postId: post.id,
				reporterId: userId,
				reason: input.reason,
				words: input.words,
				flaggedAt: now,
			})
			.onConflict((c) => c.columns(['postId', 'reporterId']).where('decidedAt', 'is', null).doNothing())
			.returning('id')
			.executeTakeFirst();
		if (!flag) refuse('already_flagged');
		await record(trx, {
			kind: 'flag_raised',
			actorId: userId,
			communityId: place.communityId,
			cohortId: place.cohortId,
			subjectId: flag.id,
			data: {},
			at: now,
		});
		return { flagId: flag.id };
	},
});

/** Acting managers decide, except on what is about themselves, comes from themselves, or touches staff posts. */
export const decideFlag = verb({
	name: 'decideFlag',
	method: 'post',
	path: '/flags/{flagId}/decision',
	summary: 'Decide a report with reasons',
	scope: 'community:write',
	who: ['acting', 'companion', 'manager'],
	at: flagGround,
	input: z.object({
		flagId: z.uuid(),
		decision: z.enum(['kept', 'hidden', 'deleted']),
		reason: z.string().trim().min(10).max(4000),
	}),
	async run(scene, input) {
		const { trx, now, place } = scene;
		const { userId } = signedIn(scene);
		const flag = await trx
			.selectFrom('flag')
			.selectAll()
			.where('id', '=', input.flagId)
			.forUpdate()
			.executeTakeFirstOrThrow();
		if (flag.decidedAt) refuse('already_decided');
		const post = await trx
			.selectFrom('post')
			.selectAll()
			.where('id', '=', flag.postId)
			.forUpdate()
			.executeTakeFirstOrThrow();
		if (post.authorId === userId) refuse('about_oneself', { status: 403 });
		if (flag.reporterId === userId) refuse('by_oneself', { status: 403 });
		const senior = scene.roles.has('companion') || scene.roles.has('manager');
		if (!senior && (await isStaff(scene, post.authorId))) refuse('staff_post', { status: 403 });
		if (!senior && input.decision === 'deleted') refuse('deleting_by_staff', { status: 403, field: 'decision' });
		await trx
			.updateTable('flag')
			.set({ decidedAt: now, decidedBy: userId, decision: input.decision, decisionReason: input.reason })
			.where('postId', '=', post.id)
			.where('decidedAt', 'is', null)
			.execute();
		if (input.decision === 'hidden')
			await trx.updateTable('post').set({ hiddenAt: now, hiddenBy: userId }).where('id', '=', post.id).execute();
		if (input.decision === 'deleted')
			await trx.updateTable('post').set({ deletedAt: now, deletedBy: userId }).where('id', '=', post.id).execute();
		if (input.decision === 'kept' && senior)
			await trx.updateTable('post').set({ hiddenAt: null, hiddenBy: null }).where('id', '=', post.id).execute();
		await audit(trx, {
			action: 'flag_decided',
			actorId: userId,
			subjectId: flag.id,
			cohortId: place.cohortId,
			detail: { decision: input.decision },
		});
		await record(trx, {
			kind: 'flag_decided',
			actorId: userId,
			communityId: place.communityId,
			cohortId: place.cohortId,
			subjectId: flag.id,
			data: {
				decision: input.decision,
				threadId: post.threadId,
				postId: post.id,
				authorId: post.authorId,
				reporterId: flag.reporterId,
			},
			at: now,
		});
		return { decision: input.decision };
	},
});

export const caseList = verb({
	name: 'caseList',
	method: 'get',
	path: '/communities/{communityId}/flags',
	summary: 'Reports that wait for a decision, and those decided lately',
	scope: 'community:read',
	who: ['acting', 'companion', 'manager'],
	at: communityGround,
	input: z.object({ communityId: z.uuid() }),
	async run({ trx, viewer, roles, place }) {
		const rows = await trx
			.selectFrom('flag as f')
			.innerJoin('post as p', 'p.id', 'f.postId')
			.innerJoin('thread as t', 't.id', 'p.threadId')
			.innerJoin('user as a', 'a.id', 'p.authorId')
			.innerJoin('user as r', 'r.id', 'f.reporterId')
			.leftJoin('user as d', 'd.id', 'f.decidedBy')
			.select([
				'f.id as flagId',
				'f.reason',
				'f.words',
				'f.flaggedAt',
				'f.decidedAt',
				'f.decision',
				'f.decisionReason',
				'p.id as postId',
				'p.body',
				'p.hiddenAt',
				't.id as threadId',
				't.title',
				'a.id as authorId',
				'a.name as authorName',
				'r.id as reporterId',
				'r.name as reporterName',
				'd.name as decidedByName',
			])
			.where('f.communityId', '=', place.communityId)
			.orderBy('f.decidedAt', (order) => order.desc().nullsFirst())
			.orderBy('f.flaggedAt')
			.limit(50)
			.execute();
		const senior = roles.has('companion') || roles.has('manager');
		return {
			mayDelete: senior,
			// Who reported is told to staff only; an acting manager decides on the matter, not on the person.
			cases: rows.map((row) => ({
				...row,
				reporterName: senior ? row.reporterName : null,
				reporterId: null,
				own: row.authorId === viewer?.userId || row.reporterId === viewer?.userId,
			})),
		};
	},
});
