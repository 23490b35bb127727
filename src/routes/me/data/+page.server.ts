import { myData, requestMyData } from '#privacy/server/own-data.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends(`live:user:${event.locals.viewer?.userId}`);
	return look(event, myData);
};
export const actions: Actions = { request: (event) => submit(event, requestMyData) };
