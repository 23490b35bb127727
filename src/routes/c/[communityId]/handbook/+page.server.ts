import { look } from '#platform/server/form.ts';
import { handbookList } from '#course/server/library-pages.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ handbook: await look(event, handbookList) });
