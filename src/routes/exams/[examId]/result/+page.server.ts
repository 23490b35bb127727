import { raiseObjection } from '#exam/server/objections.ts';
import { inspectResult, resultPage } from '#exam/server/result-page.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, resultPage);
export const actions: Actions = {
	inspect: (event) => submit(event, inspectResult),
	object: (event) => submit(event, raiseObjection),
};
