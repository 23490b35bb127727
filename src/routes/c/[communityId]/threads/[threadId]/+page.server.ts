import { error } from '@sveltejs/kit';
import { m } from '#messages/messages.js';
import { submitWithFiles } from '#identity/server/submit-files.ts';
import { callerOf, look, submit } from '#platform/server/form.ts';
import { call } from '#platform/server/verb.ts';
import { bookmarkPost, threadBookmarks } from '#conversation/server/bookmarks.ts';
import { deletePost, hidePost, postReply, restorePost } from '#conversation/server/posts.ts';
import { markRead } from '#conversation/server/read-state.ts';
import { threadPage } from '#conversation/server/thread-page.ts';
import { acceptAnswer, pinThread } from '#conversation/server/threads.ts';
import { givePostFeedback } from '#course/server/feedback.ts';
import { postFeedback } from '#course/server/feedback-read.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends(`live:community:${event.params.communityId}`);
	const page = await look(event, threadPage, { from: event.url.searchParams.get('from') ?? undefined });
	if (page.thread.communityId !== event.params.communityId) error(404, { message: m.refusal_not_found() });
	await call(markRead, callerOf(event), { threadId: page.thread.id, sequence: page.lastSequence });
	const { postIds: bookmarked } = await look(event, threadBookmarks);
	return { page, bookmarked, feedback: await look(event, postFeedback) };
};

const back = (params: { communityId: string; threadId: string }, anchor: string) =>
	`/c/${params.communityId}/threads/${params.threadId}${anchor}`;

export const actions: Actions = {
	reply: (event) => submitWithFiles(event, postReply, { to: ({ postId }) => back(event.params, `#p-${postId}`) }),
	accept: (event) => submit(event, acceptAnswer, { to: back(event.params, '') }),
	hide: (event) => submit(event, hidePost, { to: back(event.params, '') }),
	remove: (event) => submit(event, deletePost, { to: back(event.params, '') }),
	restore: (event) => submit(event, restorePost, { to: back(event.params, '') }),
	feedback: (event) =>
		submit(event, givePostFeedback, { to: ({ feedbackId }) => back(event.params, `#f-${feedbackId}`) }),
	bookmark: async (event) => {
		const form = await event.request.formData();
		return submit(event, bookmarkPost, { form, to: back(event.params, `#p-${String(form.get('postId'))}`) });
	},
	pin: (event) => submit(event, pinThread, { to: back(event.params, '') }),
};
