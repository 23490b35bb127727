import { look } from '#platform/server/form.ts';
import { myGroup } from '#course/server/groups-page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends(`live:community:${event.params.communityId}`);
	return { mine: await look(event, myGroup) };
};
