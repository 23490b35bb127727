import { look } from '#platform/server/form.ts';
import { templatePage } from '#course/server/library-pages.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ template: await look(event, templatePage) });
