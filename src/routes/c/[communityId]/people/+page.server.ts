import { peoplePage } from '#community/server/people.ts';
import { look } from '#platform/server/form.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { search, after } = Object.fromEntries(event.url.searchParams);
	return look(event, peoplePage, { search, after });
};
