import { look, submit } from '#platform/server/form.ts';
import { acceptHouseRules, houseRules, publishHouseRules } from '#community/server/house-rules.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	rules: await look(event, houseRules, { version: event.url.searchParams.get('version') ?? undefined }),
	editing: event.url.searchParams.has('edit'),
});
export const actions: Actions = {
	accept: (event) => submit(event, acceptHouseRules, { to: `/c/${event.params.communityId}` }),
	publish: (event) => submit(event, publishHouseRules, { to: `/c/${event.params.communityId}/house-rules` }),
};
