import { look } from '#platform/server/form.ts';
import { communityHome } from '#community/server/rooms.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
	const home = await look(event, communityHome);
	return {
		home,
		reader: {
			locale: event.locals.locale,
			timeZone: home.timeZone ?? event.locals.viewer?.timeZone ?? 'Europe/Berlin',
		},
	};
};
