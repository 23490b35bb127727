import { look, submit } from '#platform/server/form.ts';
import { giveFeedback } from '#course/server/feedback.ts';
import { handIn } from '#course/server/hand-in.ts';
import { submissionPage } from '#course/server/submission-page.ts';
import { saveResult } from '#course/server/submissions.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	page: await look(event, submissionPage, { version: event.url.searchParams.get('version') ?? undefined }),
});

export const actions: Actions = {
	save: (event) => submit(event, saveResult),
	handIn: (event) => submit(event, handIn),
	feedback: (event) => submit(event, giveFeedback),
};
