import { decideObjection } from '#credentials/server/release.ts';
import { objectionPage } from '#exam/server/objections.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, objectionPage);
export const actions: Actions = { decide: (event) => submit(event, decideObjection) };
