import * as z from 'zod';
import { verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { draftFiles } from '#conversation/server/drafts.ts';
import { threadGround } from '#conversation/server/grounds.ts';
import { pollOf } from '#conversation/server/poll-view.ts';
import { postView } from '#conversation/server/thread-posts.ts';
import { threadRows } from '#conversation/server/thread-rows.ts';
import { placeKey } from '#conversation/server/thread-window.ts';

export const threadPage = verb({
	name: 'threadPage',
	method: 'get',
	path: '/threads/{threadId}',
	summary: 'A thread with a page of its posts, around the first unread one unless told otherwise',
	scope: 'community:read',
	who: ['member', 'observer', 'organiser', 'former'],
	at: threadGround,
	input: z.object({
		threadId: z.uuid(),
		from: placeKey.optional().describe('Key of the first post to show; 0 for the beginning'),
		before: placeKey.optional().describe('Key of the first post of the page after'),
		at: z.uuid().optional().describe('A post around which the page is laid'),
	}),
	paged: 'from',
	ahead: (scene, { threadId, ...wanted }) => threadRows(scene, threadId, wanted),
	async run(scene, _input, rowsOfThread) {
		const { posts: rows, visit, read, reads, earlier, draft, draftSavedAt, ...found } = rowsOfThread;
		const { later, lastSequence: _newest, ...thread } = found;
		const senior = scene.roles.has('companion') || scene.roles.has('manager');
		if (thread.deletedAt && !senior && thread.deletedBy !== scene.viewer?.userId) refuse('not_found', { status: 404 });
		const posts = rows.map((row) => postView(row, scene, visit));
		return {
			thread: { ...thread, visitSequence: visit },
			posts,
			poll: thread.kind === 'poll' ? await pollOf(scene, thread.id) : null,
			/** Up to which sequence one has read with this page. */
			lastSequence: reads,
			/** Whether that is remembered already. */
			marked: reads <= read && thread.visitedAt !== null && scene.now.getTime() - thread.visitedAt.getTime() < 60_000,
			firstNew: posts.find((post) => post.isNew)?.id ?? null,
			/** Key for the page before this one. */
			earlier: earlier ? (posts[0]?.place ?? null) : null,
			/** Key for the page after this one. */
			next: later,
			draft: draft?.['body'] ?? '',
			draftFiles: await draftFiles(scene, draft?.['fileIds']),
			draftSavedAt,
			may: {
				write: (scene.roles.has('member') || scene.roles.has('organiser')) && !thread.deletedAt,
				moderate: ['acting', 'companion', 'manager'].some((role) => scene.roles.has(role as 'acting')),
				remove: senior,
				accept:
					thread.kind === 'question' &&
					scene.roles.has('member') &&
					(thread.authorId === scene.viewer?.userId || senior || scene.roles.has('acting')),
				feedback: scene.roles.has('companion'),
			},
		};
	},
});
