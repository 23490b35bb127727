import { createCommunity } from '#community/server/communities.ts';
import { organisationCommunities } from '#community/server/governing.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	organisation: (await look(event, organisationCommunities)).organisation,
	email: event.locals.viewer?.email ?? '',
});
export const actions: Actions = {
	default: (event) =>
		submit(event, createCommunity, {
			to: ({ communityId }) => `/organisations/${event.params.organisationId}/communities/${communityId}?founded`,
		}),
};
