import { createToken, myTokens, revokeToken } from '#identity/server/tokens.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => look(event, myTokens);
export const actions: Actions = {
	create: (event) => submit(event, createToken),
	revoke: (event) => submit(event, revokeToken),
};
