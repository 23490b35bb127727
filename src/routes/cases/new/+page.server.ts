import { organisationList } from '#community/server/organisation-roles.ts';
import { enterCase } from '#exam/server/cases.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	look(event, organisationList, { kind: 'provider', after: event.url.searchParams.get('after') ?? undefined });
export const actions: Actions = {
	enter: (event) => submit(event, enterCase, { to: ({ caseId }) => `/cases/${caseId}` }),
};
