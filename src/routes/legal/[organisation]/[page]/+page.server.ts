import { look } from '#platform/server/form.ts';
import { legalPage } from '#community/server/organisation-settings.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, legalPage);
