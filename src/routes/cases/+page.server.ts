import { examCases, retireCase } from '#exam/server/cases.ts';
import { organisationList } from '#community/server/organisation-roles.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	...(await look(event, examCases, { after: event.url.searchParams.get('after') ?? undefined })),
	entersCases: (await look(event, organisationList, { kind: 'provider' })).organisations.length > 0,
});
export const actions: Actions = { retire: (event) => submit(event, retireCase) };
