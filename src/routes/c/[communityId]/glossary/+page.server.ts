import { look } from '#platform/server/form.ts';
import { glossaryPage } from '#course/server/library-pages.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ glossary: await look(event, glossaryPage) });
