import { organisationCommunities } from '#community/server/governing.ts';
import { look } from '#platform/server/form.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, organisationCommunities);
