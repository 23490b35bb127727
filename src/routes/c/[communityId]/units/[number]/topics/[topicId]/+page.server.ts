import { look, submit } from '#platform/server/form.ts';
import { markLessonRead, topicPage } from '#course/server/lessons.ts';
import { checkAnswers } from '#course/server/self-check.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ lesson: await look(event, topicPage) });

export const actions: Actions = {
	read: (event) => submit(event, markLessonRead, { to: `/c/${event.params.communityId}/units/${event.params.number}` }),
	check: (event) => submit(event, checkAnswers),
};
