import { look } from '#platform/server/form.ts';
import { unitList } from '#course/server/units.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ list: await look(event, unitList) });
