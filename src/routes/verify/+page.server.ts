import { verifyAddress } from '#identity/server/account.ts';
import { submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url, setHeaders }) => {
	setHeaders({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
	return { token: url.searchParams.get('token') ?? '' };
};
/** By a button and not by opening the link, which mail filters open, too. */
export const actions: Actions = { default: (event) => submit(event, verifyAddress, { to: '/sign-in?said=verified' }) };
