import { look } from '#platform/server/form.ts';
import { templatePage } from '#course/server/library-pages.ts';
import type { RequestHandler } from './$types';

/** The template as a file of its own. */
export const GET: RequestHandler = async (event) => {
	const { id, markdown } = await look(event, templatePage);
	return new Response(markdown, {
		headers: {
			'content-type': 'text/markdown; charset=utf-8',
			'content-disposition': `attachment; filename="${id}.md"`,
		},
	});
};
