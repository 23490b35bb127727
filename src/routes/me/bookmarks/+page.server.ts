import { bookmarkPost, bookmarksPage } from '#conversation/server/bookmarks.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const before = event.url.searchParams.get('before');
	return look(event, bookmarksPage, before ? { before } : {});
};
export const actions: Actions = { default: (event) => submit(event, bookmarkPost) };
