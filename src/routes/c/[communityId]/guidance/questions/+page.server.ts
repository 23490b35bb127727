import { look, submit } from '#platform/server/form.ts';
import { answerUnnamed, closeUnnamed, publishUnnamed, unnamedDesk } from '#conversation/server/unnamed-desk.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends(`live:community:${event.params.communityId}`);
	return { desk: await look(event, unnamedDesk) };
};

export const actions: Actions = {
	answer: (event) => submit(event, answerUnnamed),
	close: (event) => submit(event, closeUnnamed),
	publish: (event) =>
		submit(event, publishUnnamed, { to: ({ threadId }) => `/c/${event.params.communityId}/threads/${threadId}` }),
};
