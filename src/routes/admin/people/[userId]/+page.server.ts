import { look, submit } from '#platform/server/form.ts';
import {
	endAccess,
	endAdministrator,
	makeAdministrator,
	personAccount,
} from '#identity/server/people-administration.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => look(event, personAccount);
export const actions: Actions = {
	end: (event) => submit(event, endAccess),
	make: (event) => submit(event, makeAdministrator),
	unmake: (event) => submit(event, endAdministrator),
};
