import { error } from '@sveltejs/kit';
import { m } from '#messages/messages.js';
import { submitWithFiles } from '#identity/server/submit-files.ts';
import { callerOf, look, submit } from '#platform/server/form.ts';
import { call } from '#platform/server/verb.ts';
import { bookmarkPost } from '#conversation/server/bookmarks.ts';
import { postData, type PostMenu } from '#conversation/post-view.ts';
import { addressOfPost, ownWords, quotation, shortAddressOf } from '#conversation/quote.ts';
import { deletePost, hidePost, postReply, restorePost } from '#conversation/server/posts.ts';
import { castBallot, closePoll } from '#conversation/server/polls.ts';
import { reactToPost } from '#conversation/server/reactions.ts';
import { markRead } from '#conversation/server/read-state.ts';
import { threadPage } from '#conversation/server/thread-page.ts';
import { acceptAnswer, pinThread } from '#conversation/server/threads.ts';
import { givePostFeedback } from '#course/server/feedback.ts';
import { postFeedback } from '#course/server/feedback-read.ts';
import { hearThread, readThreadNews, threadHearing } from '#notifications/server/hearing.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends(`live:thread:${event.params.threadId}`);
	const asked = (name: string) => event.url.searchParams.get(name) || undefined;
	const [quote, answer] = [asked('quote'), asked('answer')];
	const place = { from: asked('from'), before: asked('before'), at: asked('at') ?? quote ?? answer };
	const [page, hearing, feedback] = await Promise.all([
		look(event, threadPage, place),
		look(event, threadHearing),
		look(event, postFeedback),
	]);
	if (page.thread.communityId !== event.params.communityId) error(404, { message: m.refusal_not_found() });
	const seen = { threadId: page.thread.id, sequence: page.lastSequence };
	const along = { ...callerOf(event), beside: true } as const;
	await Promise.all([
		page.marked ? null : call(markRead, along, seen),
		hearing.news ? call(readThreadNews, along, seen) : null,
	]);
	const source = page.posts.find(({ id, body }) => id === quote && body !== null);
	const whole = !event.isDataRequest;
	return {
		page: { ...page, posts: page.posts.map((post) => postData(post, { whole })) },
		/** The post that is quoted or answered without scripts. */
		answers: quote ?? answer ?? null,
		quoted: source ? wholeQuotation(source) : '',
		menu: openMenu(place.at, asked('menu')),
		hearing,
		feedback,
	};
};

const wholeQuotation = ({ id, authorName, body }: { id: string; authorName: string; body: string | null }) =>
	quotation({ name: authorName, href: shortAddressOf(id), passage: ownWords(body ?? '') });

/** Without scripts a link says which menu of which post is open. */
const openMenu = (at: string | undefined, menu: string | undefined): { at: string; open: PostMenu } | null =>
	at && (menu === 'words' || menu === 'more') ? { at, open: menu } : null;

type Here = { communityId: string; threadId: string };
const atPost = (params: Here, postId: unknown) => addressOfPost(params.communityId, params.threadId, String(postId));
/** A form that says at which post it stands leads back there. */
const there = async (event: RequestEvent) => {
	const form = await event.request.formData();
	return { form, to: atPost(event.params, form.get('postId')) };
};
const back = (params: Here, anchor: string) => `/c/${params.communityId}/threads/${params.threadId}${anchor}`;

export const actions: Actions = {
	reply: (event) => submitWithFiles(event, postReply, { to: ({ postId }) => atPost(event.params, postId) }),
	react: async (event) => submit(event, reactToPost, await there(event)),
	accept: (event) => submit(event, acceptAnswer, { to: back(event.params, '') }),
	hide: async (event) => submit(event, hidePost, await there(event)),
	remove: async (event) => submit(event, deletePost, await there(event)),
	restore: async (event) => submit(event, restorePost, await there(event)),
	feedback: (event) =>
		submit(event, givePostFeedback, { to: ({ feedbackId }) => back(event.params, `#f-${feedbackId}`) }),
	bookmark: async (event) => submit(event, bookmarkPost, await there(event)),
	vote: (event) => submit(event, castBallot, { to: back(event.params, '') }),
	closePoll: (event) => submit(event, closePoll, { to: back(event.params, '') }),
	hear: (event) => submit(event, hearThread, { to: back(event.params, '#hearing') }),
	pin: (event) => submit(event, pinThread, { to: back(event.params, '') }),
};
