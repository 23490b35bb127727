import { browser } from '$app/env';
import type { PageLoad } from './$types';

/** What few conversations have is loaded where they have it, and the form for a reply unless it came with the page. */
export const load: PageLoad = async ({ data }) => {
	const { mayGive, notes } = data.feedback;
	const replies = data.page.may.write && !(browser && document.getElementById(`reply-${data.page.thread.id}`));
	const [poll, feedback, reply] = await Promise.all([
		data.page.poll ? import('#conversation/PollView.svelte') : null,
		mayGive || notes.length > 0 ? import('#course/feedback/PostFeedback.svelte') : null,
		replies ? import('#conversation/ReplyForm.svelte') : null,
	]);
	return { ...data, PollView: poll?.default, PostFeedback: feedback?.default, ReplyForm: reply?.default };
};
