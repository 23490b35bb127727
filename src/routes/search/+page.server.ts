import { look } from '#platform/server/form.ts';
import { search } from '#search/server/search.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	look(event, search, Object.fromEntries([...event.url.searchParams].filter(([, value]) => value !== '')));
