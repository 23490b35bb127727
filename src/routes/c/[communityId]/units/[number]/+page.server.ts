import { look, submit } from '#platform/server/form.ts';
import { beginSubmission } from '#course/server/submissions.ts';
import { unitPage } from '#course/server/units.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ unit: await look(event, unitPage) });

export const actions: Actions = {
	begin: (event) =>
		submit(event, beginSubmission, {
			to: ({ submissionId }) => `/c/${event.params.communityId}/submissions/${submissionId}`,
		}),
};
