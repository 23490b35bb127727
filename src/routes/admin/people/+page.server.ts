import { look } from '#platform/server/form.ts';
import { peopleList } from '#identity/server/people-administration.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) =>
	look(event, peopleList, Object.fromEntries(event.url.searchParams));
