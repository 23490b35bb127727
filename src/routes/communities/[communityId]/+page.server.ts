import { joinCommunity } from '#community/server/entering.ts';
import { entrance } from '#community/server/finding.ts';
import { askToJoin, withdrawJoinRequest } from '#community/server/join-requests.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, entrance);
export const actions: Actions = {
	join: (event) => submit(event, joinCommunity, { to: ({ communityId }) => `/c/${communityId}/about?welcome` }),
	ask: (event) => submit(event, askToJoin),
	withdraw: (event) => submit(event, withdrawJoinRequest),
};
