import { look, submit } from '#platform/server/form.ts';
import { organisationList } from '#community/server/organisation-roles.ts';
import { courseVersions } from '#course/server/course-versions.ts';
import { openCohort } from '#course/server/opening.ts';
import { germanStates } from '#course/rules/holidays.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { organisations } = await look(event, organisationList);
	const wanted = event.url.searchParams.get('organisation');
	const organisation = organisations.find(({ id }) => id === wanted) ?? organisations[0];
	const versions = organisation
		? (await look(event, courseVersions, { organisationId: organisation.id })).versions
		: [];
	return { organisations, organisation: organisation ?? null, versions, states: germanStates };
};
export const actions: Actions = {
	default: (event) => submit(event, openCohort, { to: ({ cohortId }) => `/cohorts/${cohortId}` }),
};
