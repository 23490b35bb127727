import { findCommunities } from '#community/server/finding.ts';
import { look } from '#platform/server/form.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, findCommunities, Object.fromEntries(event.url.searchParams));
