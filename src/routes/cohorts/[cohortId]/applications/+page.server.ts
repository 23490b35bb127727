import { look, submit } from '#platform/server/form.ts';
import { cohortApplications } from '#course/server/cohort-pages.ts';
import { acceptApplication, declineApplication } from '#course/server/deciding.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	look(event, cohortApplications, { after: event.url.searchParams.get('after') ?? undefined });
export const actions: Actions = {
	accept: (event) => submit(event, acceptApplication),
	decline: (event) => submit(event, declineApplication),
};
