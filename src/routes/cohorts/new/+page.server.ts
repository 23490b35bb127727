import { look, submit } from '#platform/server/form.ts';
import { organisationList } from '#community/server/organisation-roles.ts';
import { courseVersions } from '#course/server/course-versions.ts';
import { cohortPreview } from '#course/server/first-timetable.ts';
import { openCohort } from '#course/server/opening.ts';
import { germanStates } from '#course/rules/holidays.ts';
import type { Actions, PageServerLoad } from './$types';

/** What the timetable follows from, taken from the address where its dates are to be shown. */
const rhythm = [
	'courseVersionId',
	'language',
	'timeZone',
	'stateCode',
	'startDate',
	'kickOffTime',
	'meetingTime',
	'deliveryFormat',
	'examDate',
];

export const load: PageServerLoad = async (event) => {
	const asked = Object.fromEntries(event.url.searchParams);
	const wanted = asked['organisation'] ?? asked['organisationId'];
	const [organisation = null] = [
		...(wanted ? (await look(event, organisationList, { only: wanted })).organisations : []),
		...(await look(event, organisationList)).organisations,
	];
	const versions = organisation
		? (await look(event, courseVersions, { organisationId: organisation.id })).versions
		: [];
	const [newest] = versions;
	const preview =
		organisation && newest
			? await look(event, cohortPreview, {
					courseVersionId: newest.id,
					...Object.fromEntries(rhythm.flatMap((name) => (asked[name] ? [[name, asked[name]]] : []))),
					organisationId: organisation.id,
				})
			: null;
	return { organisation, versions, states: germanStates, asked, preview };
};
export const actions: Actions = {
	default: (event) => submit(event, openCohort, { to: ({ cohortId }) => `/cohorts/${cohortId}` }),
};
