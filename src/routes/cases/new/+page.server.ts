import { enterCase, examCases } from '#exam/server/cases.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, examCases);
export const actions: Actions = {
	enter: (event) => submit(event, enterCase, { to: ({ caseId }) => `/cases/${caseId}` }),
};
