import { callerOf, look, submit } from '#platform/server/form.ts';
import { call } from '#platform/server/verb.ts';
import { draft } from '#conversation/server/drafts.ts';
import { startPoll } from '#conversation/server/polls.ts';
import { talkPage } from '#conversation/server/talk-page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { spaces, mayWrite } = await look(event, talkPage);
	const space = spaces.find(({ slug }) => slug === event.url.searchParams.get('space')) ?? spaces[0] ?? null;
	const kept = space ? await call(draft, callerOf(event), { place: `poll:${space.id}` }) : null;
	return { spaces, mayWrite, space, draft: kept?.body ?? {} };
};

export const actions: Actions = {
	default: (event) =>
		submit(event, startPoll, { to: ({ threadId }) => `/c/${event.params.communityId}/threads/${threadId}` }),
};
