import { look, submit } from '#platform/server/form.ts';
import { applicationToConfirm } from '#course/server/application-pages.ts';
import { verifyApplication } from '#course/server/applying.ts';
import type { Actions, PageServerLoad } from './$types';

const tokenIn = (url: URL): string => url.searchParams.get('token') ?? '';

export const load: PageServerLoad = (event) => look(event, applicationToConfirm, { token: tokenIn(event.url) });
export const actions: Actions = {
	default: (event) => {
		const token = tokenIn(event.url);
		return submit(event, verifyApplication, {
			fields: { token },
			to: ({ applicationId }) => `/applications/${applicationId}?token=${encodeURIComponent(token)}`,
		});
	},
};
