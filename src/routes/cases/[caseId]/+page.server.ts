import { examCase, retireCase, reviseCase } from '#exam/server/cases.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ case: await look(event, examCase) });
export const actions: Actions = {
	revise: (event) => submit(event, reviseCase),
	retire: (event) => submit(event, retireCase),
};
