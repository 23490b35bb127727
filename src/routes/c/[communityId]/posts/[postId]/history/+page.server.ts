import { markdownToHtml } from '#platform/markdown.ts';
import { look } from '#platform/server/form.ts';
import { postHistory } from '#conversation/server/posts.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const history = await look(event, postHistory);
	return {
		history: { ...history, revisions: history.revisions.map((one) => ({ ...one, html: markdownToHtml(one.body) })) },
	};
};
