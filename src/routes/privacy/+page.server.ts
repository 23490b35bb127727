import { look } from '#platform/server/form.ts';
import { privacyPage } from '#privacy/server/privacy-page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ privacy: await look(event, privacyPage) });
