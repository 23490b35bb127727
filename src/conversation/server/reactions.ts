import * as z from 'zod';
import { refuse } from '#platform/refusal.ts';
import { announce } from '#platform/server/live.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { reactionKinds } from '#conversation/reactions.ts';
import { postGround } from '#conversation/server/grounds.ts';
import { assertHouseRulesAccepted } from '#conversation/server/writing.ts';

/**
 * Says or takes back one word about somebody's post. It is seen at the post and nobody is told, so that thanks never
 * become noise; it counts as no contribution.
 */
export const reactToPost = verb({
	name: 'reactToPost',
	method: 'put',
	path: '/posts/{postId}/reactions/{kind}',
	summary: 'Thank, agree, call helpful or congratulate, or take that back; members see who did',
	scope: 'community:write',
	who: ['member', 'organiser'],
	at: postGround,
	input: z.object({
		postId: z.uuid(),
		kind: z.enum(reactionKinds),
		on: z.union([z.boolean(), z.stringbool()]).default(true),
	}),
	output: z.object({ on: z.boolean() }),
	async run(scene, { postId, kind, on }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const post = await trx
			.selectFrom('post as p')
			.innerJoin('thread as t', 't.id', 'p.threadId')
			.select([
				'p.authorId',
				'p.communityId',
				'p.threadId',
				'p.hiddenAt',
				'p.deletedAt',
				't.deletedAt as threadDeletedAt',
			])
			.where('p.id', '=', postId)
			.executeTakeFirstOrThrow();
		if (on) {
			await assertHouseRulesAccepted(scene);
			if (post.deletedAt || post.hiddenAt || post.threadDeletedAt) refuse('post_gone');
			if (post.authorId === userId) refuse('reaction_own_post');
			await trx
				.insertInto('reaction')
				.values({ postId, userId, kind, communityId: post.communityId, reactedAt: now })
				.onConflict((c) => c.doNothing())
				.execute();
		} else {
			const own = trx.deleteFrom('reaction').where('postId', '=', postId).where('userId', '=', userId);
			await own.where('kind', '=', kind).execute();
		}
		await announce(trx, `thread:${post.threadId}`);
		return { on };
	},
});
