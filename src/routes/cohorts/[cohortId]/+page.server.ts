import { look, submit } from '#platform/server/form.ts';
import { cancelCohort } from '#course/server/cancelling.ts';
import { cohortPage } from '#course/server/cohort-pages.ts';
import { replaceUnitVersion } from '#course/server/course-versions.ts';
import { publishCohort, updateCohort } from '#course/server/publishing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, cohortPage);
export const actions: Actions = {
	publish: (event) => submit(event, publishCohort),
	update: (event) => submit(event, updateCohort),
	replace: (event) => submit(event, replaceUnitVersion),
	cancel: (event) => submit(event, cancelCohort),
};
