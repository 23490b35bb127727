import { resetPassword } from '#identity/server/account.ts';
import { submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url, setHeaders }) => {
	setHeaders({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
	return { token: url.searchParams.get('token') ?? '' };
};
export const actions: Actions = { default: (event) => submit(event, resetPassword, { to: '/sign-in?said=reset' }) };
