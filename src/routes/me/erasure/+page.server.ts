import { erasurePage, requestErasure, withdrawErasure } from '#privacy/server/erasure.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => look(event, erasurePage);
export const actions: Actions = {
	request: (event) => submit(event, requestErasure),
	withdraw: (event) => submit(event, withdrawErasure),
};
