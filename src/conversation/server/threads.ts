import * as z from 'zod';
import { record } from '#platform/server/activity.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { spaceGround, threadGround } from '#conversation/server/grounds.ts';
import { assertHouseRulesAccepted, writePost } from '#conversation/server/writing.ts';

const plainKinds = ['discussion', 'question', 'article', 'announcement', 'result'] as const;
export const threadKinds = [...plainKinds, 'poll'] as const;
export const body = z.string().trim().min(1).max(40_000).describe('Markdown');
const attached = z.array(z.uuid()).max(10);
export const fileIds = attached.default([]);
/** Of a text that exists already: without a list its attachments stay as they are. */
export const changedFileIds = attached.optional();

export const startThread = verb({
	name: 'startThread',
	method: 'post',
	path: '/spaces/{spaceId}/threads',
	summary: 'Start a discussion, question, article, announcement or result',
	scope: 'community:write',
	who: ['member', 'organiser'],
	at: spaceGround,
	status: 201,
	input: z.object({
		spaceId: z.uuid(),
		kind: z.enum(plainKinds).default('discussion'),
		title: z.string().trim().min(3).max(200),
		body,
		fileIds,
		unitNumber: z.coerce.number().int().min(1).max(40).optional(),
	}),
	output: z.object({ threadId: z.uuid(), postId: z.uuid() }),
	async run(scene, input) {
		if (input.kind === 'announcement' && !mayAnnounce(scene.roles))
			refuse('announcement_by_managers', { status: 403, field: 'kind' });
		const { threadId, postId } = await beginThread(scene, input, `thread:${input.spaceId}`);
		return { threadId, postId };
	},
});

export type NewThread = {
	spaceId: string;
	kind: (typeof threadKinds)[number];
	title: string;
	body: string;
	fileIds?: readonly string[];
	unitNumber?: number | undefined;
};

/** Opens a thread with its first post and drops the draft it was written in. */
export async function beginThread(
	scene: Scene,
	input: NewThread,
	draftPlace: string,
): Promise<{ threadId: string; postId: string; communityId: string }> {
	const { trx, now, place } = scene;
	const { userId } = signedIn(scene);
	await assertHouseRulesAccepted(scene);
	const {
		communityId,
		archivedAt,
		id: spaceId,
	} = await trx
		.selectFrom('space')
		.select(['id', 'communityId', 'archivedAt'])
		.where('id', '=', input.spaceId)
		.executeTakeFirstOrThrow();
	if (archivedAt) refuse('space_archived');
	const { id: threadId } = await trx
		.insertInto('thread')
		.values({
			communityId,
			spaceId,
			kind: input.kind,
			title: input.title,
			authorId: userId,
			unitNumber: input.unitNumber ?? null,
			createdAt: now,
			lastPostAt: now,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const { postId, mentioned } = await writePost(scene, {
		threadId,
		opening: true,
		body: input.body,
		fileIds: input.fileIds ?? [],
		draft: draftPlace,
	});
	await record(trx, {
		kind: 'thread_started',
		actorId: userId,
		communityId: place.communityId,
		cohortId: place.cohortId,
		subjectId: postId,
		data: { threadId, threadTitle: input.title, kind: input.kind, mentioned },
		at: now,
	});
	return { threadId, postId, communityId };
}

const mayAnnounce = (roles: ReadonlySet<string>): boolean =>
	['acting', 'manager', 'companion', 'organiser'].some((role) => roles.has(role));

export const pinThread = verb({
	name: 'pinThread',
	method: 'put',
	path: '/threads/{threadId}/pin',
	summary: 'Pin a thread to the top of its space, or let it go',
	scope: 'community:write',
	who: ['acting', 'manager', 'companion'],
	at: threadGround,
	input: z.object({ threadId: z.uuid(), pinned: z.union([z.boolean(), z.stringbool()]).default(true) }),
	async run({ trx, now }, input) {
		await trx
			.updateTable('thread')
			.set({ pinnedAt: input.pinned ? now : null })
			.where('id', '=', input.threadId)
			.execute();
		return { pinned: input.pinned };
	},
});

/** The person who asked chooses; a companion or manager may do it for them. */
export const acceptAnswer = verb({
	name: 'acceptAnswer',
	method: 'put',
	path: '/threads/{threadId}/accepted-answer',
	summary: 'Mark the answer that helped; without a post the mark is taken away',
	scope: 'community:write',
	who: ['owner', 'companion', 'manager', 'acting'],
	at: threadGround,
	input: z.object({ threadId: z.uuid(), postId: z.union([z.uuid(), z.literal('')]).optional() }),
	async run(scene, input) {
		const { trx, now, place } = scene;
		const { userId } = signedIn(scene);
		if (!scene.roles.has('member')) refuse('forbidden', { status: 403 });
		const thread = await trx
			.selectFrom('thread')
			.selectAll()
			.where('id', '=', input.threadId)
			.forUpdate()
			.executeTakeFirstOrThrow();
		if (thread.kind !== 'question') refuse('no_question');
		const postId = input.postId || null;
		if (postId) {
			const post = await trx
				.selectFrom('post')
				.select(['id', 'opening'])
				.where('id', '=', postId)
				.where('threadId', '=', thread.id)
				.where('deletedAt', 'is', null)
				.where('hiddenAt', 'is', null)
				.executeTakeFirst();
			if (!post || post.opening) refuse('no_answer_here', { status: 422, field: 'postId' });
		}
		await trx
			.updateTable('thread')
			.set({ acceptedPostId: postId, acceptedBy: postId ? userId : null })
			.where('id', '=', thread.id)
			.execute();
		if (postId)
			await record(trx, {
				kind: 'answer_accepted',
				actorId: userId,
				communityId: place.communityId,
				cohortId: place.cohortId,
				subjectId: postId,
				data: { threadId: thread.id, threadTitle: thread.title },
				at: now,
			});
		return { acceptedPostId: postId };
	},
});
