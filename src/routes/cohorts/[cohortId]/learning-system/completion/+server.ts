import { look } from '#platform/server/form.ts';
import { completionFile } from '#course/completion-file.ts';
import { learningSystem } from '#course/server/learning-system.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const { cohort, units, learners } = await look(event, learningSystem);
	return new Response(completionFile(units, learners), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${cohort.slug}.csv"`,
		},
	});
};
