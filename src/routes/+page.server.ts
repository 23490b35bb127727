import { redirect } from '@sveltejs/kit';
import { homeOf } from './home.ts';
import type { PageServerLoad } from './$types';

/** Leads to one's own page; `?all` shows all that there is to choose from. */
export const load: PageServerLoad = async ({ parent, url }) => {
	const { rooms } = await parent();
	const home = rooms && !url.searchParams.has('all') ? homeOf(rooms) : null;
	if (home) redirect(303, home);
	return {};
};
