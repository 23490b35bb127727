import { look } from '#platform/server/form.ts';
import { organisationList } from '#community/server/organisation-roles.ts';
import { cohortList } from '#course/server/cohort-list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const from = (name: string) => event.url.searchParams.get(name) ?? undefined;
	const { organisations, next: moreOrganisations } = await look(event, organisationList, {
		after: from('organisations'),
	});
	return { ...(await look(event, cohortList, { after: from('after') })), organisations, moreOrganisations };
};
