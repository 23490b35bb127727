import { look, submit } from '#platform/server/form.ts';
import { endOrganisationRole, giveOrganisationRole } from '#community/server/organisation-roles.ts';
import { organisationSettings, updateOrganisation } from '#community/server/organisation-settings.ts';
import { courseVersions, importCourse } from '#course/server/course-versions.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	...(await look(event, organisationSettings)),
	...(await look(event, courseVersions)),
});
export const actions: Actions = {
	update: (event) => submit(event, updateOrganisation),
	import: (event) => submit(event, importCourse),
	give: (event) => submit(event, giveOrganisationRole),
	end: (event) => submit(event, endOrganisationRole),
};
