import { redirect } from '@sveltejs/kit';
import { lateExam } from '#exam/server/late-exam.ts';
import { look } from '#platform/server/form.ts';
import { homeOf } from './home.ts';
import type { PageServerLoad } from './$types';

/** Leads to one's own page; `?all` shows all that there is to choose from. */
export const load: PageServerLoad = async (event) => {
	const { rooms } = await event.parent();
	if (!rooms || event.url.searchParams.has('all')) return {};
	const home = homeOf({ ...rooms, ...(await look(event, lateExam)) });
	if (home) redirect(303, home);
	return {};
};
