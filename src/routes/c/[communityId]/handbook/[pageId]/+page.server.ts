import { look } from '#platform/server/form.ts';
import { handbookPage } from '#course/server/library-pages.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ page: await look(event, handbookPage) });
