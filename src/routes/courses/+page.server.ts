import { look } from '#platform/server/form.ts';
import { courseList } from '#course/server/course-pages.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	look(event, courseList, { after: event.url.searchParams.get('after') ?? undefined });
