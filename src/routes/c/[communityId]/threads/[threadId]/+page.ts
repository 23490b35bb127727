import type { PageLoad } from './$types';

/** What few conversations have is loaded where they have it. */
export const load: PageLoad = async ({ data }) => {
	const { mayGive, notes } = data.feedback;
	const [poll, feedback] = await Promise.all([
		data.page.poll ? import('#conversation/PollView.svelte') : null,
		mayGive || notes.length > 0 ? import('#course/feedback/PostFeedback.svelte') : null,
	]);
	return { ...data, PollView: poll?.default, PostFeedback: feedback?.default };
};
