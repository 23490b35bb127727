import type { Scene } from '#platform/server/verb.ts';
import { countWords } from '#platform/markdown.ts';
import { refuse } from '#platform/refusal.ts';
import { signedIn } from '#platform/server/verb.ts';
import { keepMentions, mentionable, resolveMentions } from '#conversation/server/mentions.ts';

/** Whoever writes has accepted the house rules in their current version. */
export async function assertHouseRulesAccepted(scene: Scene): Promise<void> {
	const { userId } = signedIn(scene);
	const current = await scene.trx
		.selectFrom('houseRules as h')
		.leftJoin('houseRulesAcceptance as a', (join) =>
			join.onRef('a.houseRulesId', '=', 'h.id').on('a.userId', '=', userId),
		)
		.select(['h.id', 'a.acceptedAt'])
		.where('h.communityId', '=', scene.place.communityId)
		.orderBy('h.version', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (current && !current.acceptedAt) refuse('house_rules_first', { status: 403 });
}

export type NewPost = {
	threadId: string;
	parentId?: string | null;
	opening?: boolean;
	body: string;
	fileIds?: readonly string[];
};

/** Writes a post with its mentions and attachments and moves the thread's counters on. */
export async function writePost(
	scene: Scene,
	post: NewPost,
): Promise<{ postId: string; sequence: number; mentioned: string[] }> {
	const { trx, now, place } = scene;
	const { userId } = signedIn(scene);
	const communityId = place.communityId ?? refuse('not_found', { status: 404 });
	const body = resolveMentions(post.body, await mentionable(trx, communityId));
	const written = await trx
		.insertInto('post')
		.values({
			communityId,
			threadId: post.threadId,
			parentId: post.parentId ?? null,
			opening: post.opening ?? false,
			authorId: userId,
			body,
			words: countWords(body),
			createdAt: now,
		})
		.returning(['id', 'sequence'])
		.executeTakeFirstOrThrow();
	const mentioned = await keepMentions(trx, communityId, written.id, body);
	await attach(scene, written.id, post.fileIds ?? []);
	await trx
		.updateTable('thread')
		.set((e) => ({ postCount: e('postCount', '+', 1), lastSequence: written.sequence, lastPostAt: now }))
		.where('id', '=', post.threadId)
		.execute();
	return { postId: written.id, sequence: written.sequence, mentioned: mentioned.filter((id) => id !== userId) };
}

async function attach(scene: Scene, postId: string, fileIds: readonly string[]): Promise<void> {
	if (fileIds.length === 0) return;
	const { userId } = signedIn(scene);
	const own = await scene.trx
		.updateTable('file')
		.set({ communityId: scene.place.communityId })
		.where('id', 'in', [...fileIds])
		.where('ownerId', '=', userId)
		.where('removedAt', 'is', null)
		.returning('id')
		.execute();
	if (own.length !== new Set(fileIds).size) refuse('file_unknown', { status: 422, field: 'fileIds' });
	await scene.trx
		.insertInto('postFile')
		.values(own.map((file, position) => ({ postId, fileId: file.id, position })))
		.execute();
}
