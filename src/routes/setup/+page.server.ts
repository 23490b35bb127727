import { error } from '@sveltejs/kit';
import { m } from '#messages/messages.js';
import { setUpInstance } from '#identity/server/account.ts';
import { submit } from '#platform/server/form.ts';
import { awaitsSetUp } from '#platform/server/instance.ts';
import type { Actions, PageServerLoad } from './$types';

/** There once, while an instance has nobody yet. */
export const load: PageServerLoad = async ({ url, setHeaders, locals }) => {
	if (!(await awaitsSetUp()))
		error(404, { message: m.refusal_not_found({}, { locale: locals.locale }), code: 'not_found' });
	setHeaders({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
	return { token: url.searchParams.get('token') ?? '' };
};
export const actions: Actions = { default: (event) => submit(event, setUpInstance, { to: '/sign-in?said=setup' }) };
