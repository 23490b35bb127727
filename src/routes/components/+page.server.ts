import { error } from '@sveltejs/kit';
import { config } from '#platform/server/config.ts';
import type { PageServerLoad } from './$types';

/** Everything the interface is made of, to look at and to try; only where nobody works for real. */
export const load: PageServerLoad = () => {
	if (!config.demo) error(404);
};
