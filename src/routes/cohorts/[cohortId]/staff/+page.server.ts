import { look, submit } from '#platform/server/form.ts';
import { cohortPeople } from '#course/server/cohort-pages.ts';
import { endLearnerEnrolment } from '#course/server/leaving.ts';
import { assignStaff, endStaffAssignment } from '#course/server/staff.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, cohortPeople);
export const actions: Actions = {
	assign: (event) => submit(event, assignStaff),
	end: (event) => submit(event, endStaffAssignment),
	leave: (event) => submit(event, endLearnerEnrolment),
};
