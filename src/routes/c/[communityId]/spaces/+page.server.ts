import { archiveSpace, changeSpace, createSpace, moveSpace, spaceList } from '#conversation/server/spaces.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, spaceList);
export const actions: Actions = {
	create: (event) => submit(event, createSpace),
	change: (event) => submit(event, changeSpace),
	move: (event) => submit(event, moveSpace),
	archive: (event) => submit(event, archiveSpace),
};
