import { decideJoinRequest, joinRequests } from '#community/server/join-requests.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends(`live:community:${event.params.communityId}`);
	return look(event, joinRequests, { after: event.url.searchParams.get('after') ?? undefined });
};
export const actions: Actions = { default: (event) => submit(event, decideJoinRequest) };
