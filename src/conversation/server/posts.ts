import { sql } from 'kysely';
import * as z from 'zod';
import { record, recording } from '#platform/server/activity.ts';
import { announce } from '#platform/server/live.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { countWords } from '#platform/markdown.ts';
import { goneWords } from '#conversation/gone-words.ts';
import { postGround, threadGround } from '#conversation/server/grounds.ts';
import { keepMentions, resolveMentions } from '#conversation/server/mentions.ts';
import { resolveQuotes } from '#conversation/server/quotes.ts';
import { body, changedFileIds, fileIds } from '#conversation/server/threads.ts';
import {
	drawing,
	houseRulesWait,
	reattach,
	refuseUntilAccepted,
	worded,
	writePost,
	type Drawn,
	type NewPost,
} from '#conversation/server/writing.ts';

export const postReply = verb({
	name: 'postReply',
	method: 'post',
	path: '/threads/{threadId}/posts',
	summary: 'Write a post in a thread, or a reply to one of its posts',
	scope: 'community:write',
	who: ['member', 'organiser'],
	at: threadGround,
	status: 201,
	input: z.object({
		threadId: z.uuid(),
		parentId: z.union([z.uuid(), z.literal('')]).optional(),
		body,
		fileIds,
	}),
	output: z.object({ postId: z.uuid(), sequence: z.int() }),
	ahead: async (scene, input) =>
		Promise.all([
			lockedThread(scene, input.threadId),
			input.parentId ? answeredPost(scene, input.threadId, input.parentId) : null,
			worded(scene, input.threadId, input.body),
		]),
	async run(scene, input, [{ thread, drawn }, answered, words]) {
		const { now, along } = scene;
		const { userId } = signedIn(scene);
		if (thread.rulesWait) refuseUntilAccepted();
		if (thread.deletedAt) refuse('thread_deleted');
		const post = await writePost(
			scene,
			{
				threadId: thread.id,
				...(answered ? placeBelow(answered.post) : {}),
				body: input.body,
				fileIds: input.fileIds,
				draft: `reply:${thread.id}`,
			},
			{ ...drawn, ...words },
		);
		along(
			recording({
				kind: 'post_written',
				actorId: userId,
				communityId: scene.place.communityId,
				cohortId: scene.place.cohortId,
				subjectId: post.postId,
				data: {
					threadId: thread.id,
					threadTitle: thread.title,
					parentId: input.parentId || null,
					mentioned: post.mentioned,
				},
				at: now,
			}),
		);
		return { postId: post.postId, sequence: post.sequence };
	},
});

type Locked = { id: string; title: string; deletedAt: Date | null; rulesWait: boolean };

/**
 * Locked until the commit, so that its posts are written one after the other; the next one's number is drawn once it is
 * locked.
 */
async function lockedThread(scene: Omit<Scene, 'roles'>, threadId: string): Promise<{ thread: Locked; drawn: Drawn }> {
	const { rows } = await sql<Locked & Drawn>`
		with locked as materialized (
			select id, title, deleted_at, ${houseRulesWait(scene)} as rules_wait from thread where id = ${threadId} for update
		)
		select id, title, deleted_at as "deletedAt", rules_wait as "rulesWait", ${drawing} from locked`.execute(scene.trx);
	const [found] = rows;
	if (!found) throw notFound();
	const { postId, sequence, ...thread } = found;
	return { thread, drawn: { postId, sequence } };
}

type Answered = { id: string; parentId: string | null; opening: boolean; deletedAt: Date | null; topId: string | null };

async function answeredPost(
	{ trx }: Pick<Scene, 'trx'>,
	threadId: string,
	postId: string,
): Promise<{ post: Answered | undefined }> {
	const post = await trx
		.selectFrom('post as p')
		.leftJoin('post as above', 'above.id', 'p.parentId')
		.select(['p.id', 'p.parentId', 'p.opening', 'p.deletedAt', 'above.parentId as topId'])
		.where('p.id', '=', postId)
		.where('p.threadId', '=', threadId)
		.executeTakeFirst();
	return { post };
}

/**
 * Where a reply hangs. There are two levels: whoever answers a reply of the second stands beside it, and the post
 * remembers which one it answers. The opening text is answered by the thread itself.
 */
function placeBelow(post: Answered | undefined): Pick<NewPost, 'parentId' | 'answersId'> {
	if (!post || post.deletedAt) refuse('post_gone', { field: 'parentId' });
	if (post.opening) return {};
	return post.topId ? { parentId: post.parentId, answersId: post.id } : { parentId: post.id };
}

export const editPost = verb({
	name: 'editPost',
	method: 'patch',
	path: '/posts/{postId}',
	summary: 'Edit one’s own post; earlier versions stay readable',
	scope: 'community:write',
	who: ['owner'],
	at: postGround,
	input: z.object({
		postId: z.uuid(),
		body,
		fileIds: changedFileIds.describe('All attachments from now on; without them they stay as they are'),
		revision: z.coerce.number().int().optional().describe('The revision one started from'),
	}),
	output: z.object({ revision: z.int() }),
	async run(scene, input) {
		const { trx, now, place } = scene;
		const { userId } = signedIn(scene);
		assertInside(scene);
		const post = await lockedPost(scene, input.postId);
		if (post.deletedAt || post.hiddenAt) refuse('post_gone');
		if (input.revision !== undefined && input.revision !== post.revision)
			refuse('post_edited_meanwhile', { field: 'body' });
		const text = await resolveMentions(trx, post.communityId, await resolveQuotes(trx, post, input.body));
		const refiled = input.fileIds !== undefined && (await reattach(scene, post.id, input.fileIds));
		if (text === post.body && !refiled) return { revision: post.revision };
		await trx
			.insertInto('postRevision')
			.values({
				postId: post.id,
				revision: post.revision,
				body: post.body,
				authorId: post.authorId,
				writtenAt: post.editedAt ?? post.createdAt,
			})
			.execute();
		await trx
			.updateTable('post')
			.set({ body: text, words: countWords(text), revision: post.revision + 1, editedAt: now })
			.where('id', '=', post.id)
			.execute();
		const mentioned = await keepMentions(trx, post.communityId, post.id, text);
		await record(trx, {
			kind: 'post_edited',
			actorId: userId,
			communityId: place.communityId,
			cohortId: place.cohortId,
			subjectId: post.id,
			data: { threadId: post.threadId, mentioned },
			at: now,
		});
		return { revision: post.revision + 1 };
	},
});

const restorableDays = 30;

export const deletePost = verb({
	name: 'deletePost',
	method: 'delete',
	path: '/posts/{postId}',
	summary: 'Delete one’s own post; it can be restored for 30 days',
	scope: 'community:write',
	who: ['owner', 'companion', 'manager'],
	at: postGround,
	input: z.object({ postId: z.uuid() }),
	async run(scene, input) {
		const { userId } = signedIn(scene);
		assertInside(scene);
		const post = await lockedPost(scene, input.postId);
		if (post.deletedAt) return { deleted: true };
		if (post.authorId !== userId) await assertMayTouch(scene, post.authorId);
		await scene.trx
			.updateTable('post')
			.set({ deletedAt: scene.now, deletedBy: userId })
			.where('id', '=', post.id)
			.execute();
		await scene.trx
			.updateTable('thread')
			.set({ acceptedPostId: null, acceptedBy: null })
			.where('acceptedPostId', '=', post.id)
			.execute();
		if (post.opening)
			await scene.trx
				.updateTable('thread')
				.set({ deletedAt: scene.now, deletedBy: userId })
				.where('id', '=', post.threadId)
				.execute();
		await announce(scene.trx, `community:${post.communityId}`);
		return { deleted: true };
	},
});

export const restorePost = verb({
	name: 'restorePost',
	method: 'post',
	path: '/posts/{postId}/restoration',
	summary: 'Bring back a deleted post within 30 days',
	scope: 'community:write',
	who: ['owner', 'companion', 'manager'],
	at: postGround,
	input: z.object({ postId: z.uuid() }),
	async run(scene, input) {
		const { userId } = signedIn(scene);
		assertInside(scene);
		const post = await lockedPost(scene, input.postId);
		if (!post.deletedAt) return { deleted: false };
		if (post.authorId === userId && post.deletedBy !== userId) refuse('deleted_by_staff', { status: 403 });
		if (scene.now.getTime() - post.deletedAt.getTime() > restorableDays * 86_400_000) refuse('restore_too_late');
		if (post.body === goneWords) refuse('post_gone');
		await scene.trx.updateTable('post').set({ deletedAt: null, deletedBy: null }).where('id', '=', post.id).execute();
		if (post.opening)
			await scene.trx
				.updateTable('thread')
				.set({ deletedAt: null, deletedBy: null })
				.where('id', '=', post.threadId)
				.execute();
		await announce(scene.trx, `community:${post.communityId}`);
		return { deleted: false };
	},
});

/** Acting managers hide and restore posts of members, never those of staff; a companion may reverse any act. */
export const hidePost = verb({
	name: 'hidePost',
	method: 'put',
	path: '/posts/{postId}/hidden',
	summary: 'Hide a post from members, or show it again',
	scope: 'community:write',
	who: ['acting', 'companion', 'manager'],
	at: postGround,
	input: z.object({ postId: z.uuid(), hidden: z.union([z.boolean(), z.stringbool()]).default(true) }),
	async run(scene, input) {
		const { trx, now, place } = scene;
		const { userId } = signedIn(scene);
		const post = await lockedPost(scene, input.postId);
		await assertMayTouch(scene, post.authorId);
		if (
			!scene.roles.has('companion') &&
			!input.hidden &&
			post.hiddenBy &&
			post.hiddenBy !== userId &&
			(await isStaff(scene, post.hiddenBy))
		)
			refuse('hidden_by_staff', { status: 403 });
		await trx
			.updateTable('post')
			.set(input.hidden ? { hiddenAt: now, hiddenBy: userId } : { hiddenAt: null, hiddenBy: null })
			.where('id', '=', post.id)
			.execute();
		await record(trx, {
			kind: input.hidden ? 'post_hidden' : 'post_shown',
			actorId: userId,
			communityId: place.communityId,
			cohortId: place.cohortId,
			subjectId: post.id,
			data: { threadId: post.threadId, authorId: post.authorId },
			at: now,
		});
		return { hidden: input.hidden };
	},
});

export const postHistory = verb({
	name: 'postHistory',
	method: 'get',
	path: '/posts/{postId}/revisions',
	summary: 'Earlier versions of a post',
	scope: 'community:read',
	who: ['member', 'observer', 'organiser', 'former'],
	at: postGround,
	input: z.object({ postId: z.uuid() }),
	async run({ trx, roles }, input) {
		const post = await trx
			.selectFrom('post as p')
			.innerJoin('thread as t', 't.id', 'p.threadId')
			.innerJoin('user as u', 'u.id', 'p.authorId')
			.select([
				'p.id',
				'p.threadId',
				't.title',
				'p.body',
				'p.revision',
				'p.createdAt',
				'p.editedAt',
				'p.hiddenAt',
				'p.deletedAt',
				'u.name as authorName',
			])
			.where('p.id', '=', input.postId)
			.executeTakeFirstOrThrow();
		const staff = roles.has('companion') || roles.has('manager');
		if ((post.hiddenAt || post.deletedAt) && !staff) refuse('not_found', { status: 404 });
		const earlier = await trx
			.selectFrom('postRevision')
			.select(['revision', 'body', 'writtenAt'])
			.where('postId', '=', post.id)
			.orderBy('revision', 'desc')
			.execute();
		const files = await trx
			.selectFrom('postFile as a')
			.innerJoin('file as f', 'f.id', 'a.fileId')
			.select(['f.id', 'f.name', 'f.bytes', 'f.inlinePicture as picture'])
			.where('a.postId', '=', post.id)
			.where('f.removedAt', 'is', null)
			.orderBy('a.position')
			.execute();
		const current = { revision: post.revision, body: post.body, writtenAt: post.editedAt ?? post.createdAt };
		return {
			threadId: post.threadId,
			title: post.title,
			authorName: post.authorName,
			revisions: [current, ...earlier],
			files,
		};
	},
});

const lockedPost = (scene: Scene, id: string) =>
	scene.trx.selectFrom('post').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow();

/** One’s own posts stay one’s own after leaving, but writing needs an open membership. */
function assertInside(scene: Scene): void {
	if (!scene.roles.has('member') && !scene.roles.has('organiser')) refuse('forbidden', { status: 403 });
}

async function assertMayTouch(scene: Scene, authorId: string): Promise<void> {
	if (scene.roles.has('companion') || scene.roles.has('manager')) return;
	if (await isStaff(scene, authorId)) refuse('staff_post', { status: 403 });
}

export async function isStaff(scene: Pick<Scene, 'trx' | 'place'>, userId: string): Promise<boolean> {
	const { rows } = await sql`
		select from membership where community_id = ${scene.place.communityId} and user_id = ${userId}
			and role in ('companion', 'manager') and ended_at is null
		union all select from staff_assignment where cohort_id = ${scene.place.cohortId} and user_id = ${userId}
			and role = 'organiser' and ended_at is null limit 1`.execute(scene.trx);
	return rows.length > 0;
}
