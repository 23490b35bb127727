import { look } from '#platform/server/form.ts';
import { practiceCaseList } from '#course/server/practice-cases.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ practice: await look(event, practiceCaseList) });
