import { look } from '#platform/server/form.ts';
import { organisationList } from '#community/server/organisation-roles.ts';
import { cohortList } from '#course/server/cohort-list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	...(await look(event, cohortList)),
	...(await look(event, organisationList)),
});
