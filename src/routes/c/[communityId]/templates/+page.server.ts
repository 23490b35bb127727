import { look } from '#platform/server/form.ts';
import { templateList } from '#course/server/library-pages.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ library: await look(event, templateList) });
