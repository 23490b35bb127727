import { personPage } from '#identity/server/profile.ts';
import { look } from '#platform/server/form.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ person: await look(event, personPage) });
