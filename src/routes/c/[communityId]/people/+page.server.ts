import { look } from '#platform/server/form.ts';
import { peoplePage } from '#community/server/people.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => look(event, peoplePage);
