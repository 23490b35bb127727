import { look, submit } from '#platform/server/form.ts';
import { discardFailedJob, failedJobs, retryFailedJob } from '#platform/server/job-administration.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	look(event, failedJobs, { after: event.url.searchParams.get('after') ?? undefined });
export const actions: Actions = {
	retry: (event) => submit(event, retryFailedJob),
	discard: (event) => submit(event, discardFailedJob),
};
