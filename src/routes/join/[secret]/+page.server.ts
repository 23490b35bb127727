import { askByJoinLink, followJoinLink, joinLinkPage } from '#community/server/join-links.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, joinLinkPage);
export const actions: Actions = {
	join: (event) => submit(event, followJoinLink, { to: ({ communityId }) => `/c/${communityId}/about?welcome` }),
	ask: (event) => submit(event, askByJoinLink),
};
