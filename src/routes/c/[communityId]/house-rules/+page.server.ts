import { m } from '#messages/messages.js';
import { look, submit } from '#platform/server/form.ts';
import { acceptHouseRules, houseRules, publishHouseRules } from '#community/server/house-rules.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const rules = await look(event, houseRules, { version: event.url.searchParams.get('version') ?? undefined });
	if (!event.url.searchParams.has('edit') || !rules.mayPublish) return { rules, editing: null };
	const { home } = await event.parent();
	// the first ones are in the language of the community
	return { rules, editing: rules.shown?.body ?? m.rules_starter({}, { locale: home.language }) };
};
export const actions: Actions = {
	accept: (event) => submit(event, acceptHouseRules, { to: `/c/${event.params.communityId}` }),
	publish: (event) => submit(event, publishHouseRules, { to: `/c/${event.params.communityId}/house-rules` }),
};
