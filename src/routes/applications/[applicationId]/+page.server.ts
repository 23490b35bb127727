import { look, submit } from '#platform/server/form.ts';
import { applicationPage } from '#course/server/application-pages.ts';
import { withdrawApplication } from '#course/server/withdrawing.ts';
import type { Actions, PageServerLoad } from './$types';

const token = (url: URL) => ({ token: url.searchParams.get('token') ?? undefined });

export const load: PageServerLoad = (event) => look(event, applicationPage, token(event.url));
export const actions: Actions = {
	withdraw: (event) => submit(event, withdrawApplication, { fields: token(event.url) }),
};
