import { look, submit } from '#platform/server/form.ts';
import { leaveCohort, ownEnrolment } from '#course/server/leaving.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, ownEnrolment);
export const actions: Actions = { default: (event) => submit(event, leaveCohort, { to: '/?left' }) };
