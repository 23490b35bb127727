import { look } from '#platform/server/form.ts';
import { communityHome } from '#community/server/rooms.ts';
import { waitingPeople } from '#course/server/who-waits.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
	const home = await look(event, communityHome);
	const companion = home.kind === 'cohort' && home.roles.includes('companion') && !home.roles.includes('former');
	return {
		home,
		waiting: companion ? (await look(event, waitingPeople)).people : 0,
		reader: {
			locale: event.locals.locale,
			timeZone: home.timeZone ?? event.locals.viewer?.timeZone ?? 'Europe/Berlin',
		},
	};
};
