import { look, submit } from '#platform/server/form.ts';
import { markNewsRead, newsPage } from '#notifications/server/news.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const before = event.url.searchParams.get('before');
	return look(event, newsPage, before ? { before } : {});
};
export const actions: Actions = { default: (event) => submit(event, markNewsRead) };
