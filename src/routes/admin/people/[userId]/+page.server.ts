import { look, submit } from '#platform/server/form.ts';
import {
	endAccess,
	endAdministrator,
	makeAdministrator,
	personAccount,
} from '#identity/server/people-administration.ts';
import { erasePerson, personErasure, withdrawPersonErasure } from '#privacy/server/erasure-administration.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	...(await look(event, personAccount)),
	erasure: await look(event, personErasure),
});
export const actions: Actions = {
	end: (event) => submit(event, endAccess),
	make: (event) => submit(event, makeAdministrator),
	unmake: (event) => submit(event, endAdministrator),
	erase: (event) => submit(event, erasePerson),
	keep: (event) => submit(event, withdrawPersonErasure),
};
