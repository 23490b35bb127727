import { error } from '@sveltejs/kit';
import { m } from '#messages/messages.js';
import { look, submit } from '#platform/server/form.ts';
import { giveFeedback } from '#course/server/feedback.ts';
import { feedbackQueue } from '#course/server/feedback-queue.ts';
import { handIn } from '#course/server/hand-in.ts';
import { submissionPage } from '#course/server/submission-page.ts';
import { saveResult } from '#course/server/submissions.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const page = await look(event, submissionPage, { version: event.url.searchParams.get('version') ?? undefined });
	if (page.submission.communityId !== event.params.communityId) error(404, { message: m.refusal_not_found() });
	const { home } = await event.parent();
	const companion = home.roles.some((role) => role === 'companion');
	return { page, queue: companion ? await look(event, feedbackQueue) : null };
};

export const actions: Actions = {
	save: (event) => submit(event, saveResult),
	handIn: (event) => submit(event, handIn),
	feedback: (event) => submit(event, giveFeedback),
};
