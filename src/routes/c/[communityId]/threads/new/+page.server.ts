import { submitWithFiles } from '#identity/server/submit-files.ts';
import { look } from '#platform/server/form.ts';
import { call } from '#platform/server/verb.ts';
import { draft } from '#conversation/server/drafts.ts';
import { talkPage } from '#conversation/server/talk-page.ts';
import { startThread } from '#conversation/server/threads.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const talk = await look(event, talkPage);
	const space = talk.spaces.find((one) => one.slug === event.url.searchParams.get('space')) ?? talk.spaces[0];
	const { viewer, now, locale } = event.locals;
	const kept = space ? await call(draft, { viewer, now, locale }, { place: `thread:${space.id}` }) : null;
	return {
		spaces: talk.spaces,
		space: space ?? null,
		mayWrite: talk.mayWrite,
		mayAnnounce: talk.mayAnnounce,
		draft: kept?.body ?? {},
		draftFiles: kept?.files ?? [],
	};
};

export const actions: Actions = {
	default: async (event) =>
		submitWithFiles(event, startThread, { to: ({ threadId }) => `/c/${event.params.communityId}/threads/${threadId}` }),
};
