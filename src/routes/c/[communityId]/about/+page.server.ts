import { communityAbout } from '#community/server/about.ts';
import { setPhase } from '#community/server/phases.ts';
import { look, submit } from '#platform/server/form.ts';
import { dateIn } from '#platform/time.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { reader } = await event.parent();
	return {
		about: await look(event, communityAbout),
		today: dateIn(reader.timeZone, event.locals.now),
		welcome: event.url.searchParams.has('welcome'),
	};
};
export const actions: Actions = { phase: (event) => submit(event, setPhase) };
