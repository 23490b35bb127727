import { look } from '#platform/server/form.ts';
import { learningSystem } from '#course/server/learning-system.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, learningSystem);
