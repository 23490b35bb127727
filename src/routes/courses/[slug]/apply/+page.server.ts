import { look, submit } from '#platform/server/form.ts';
import { applyToCohort } from '#course/server/applying.ts';
import { coursePage } from '#course/server/course-pages.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, coursePage);
export const actions: Actions = { default: (event) => submit(event, applyToCohort) };
