import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals }) => ({
	viewer: locals.viewer ? { userId: locals.viewer.userId, name: locals.viewer.name } : null,
	locale: locals.locale,
	now: locals.now,
});
