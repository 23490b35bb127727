import { markingList } from '#exam/server/marking-page.ts';
import { look } from '#platform/server/form.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, markingList);
