import { look, submit } from '#platform/server/form.ts';
import { allOrganisations, createOrganisation } from '#community/server/organisations.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) =>
	look(event, allOrganisations, { after: event.url.searchParams.get('after') ?? undefined });
export const actions: Actions = {
	default: (event) =>
		submit(event, createOrganisation, { to: ({ organisationId }) => `/organisations/${organisationId}` }),
};
