import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** The one page each person lives on. */
export const load: PageServerLoad = async ({ parent }) => {
	const { home } = await parent();
	const is = (role: string) => home.roles.some((held) => held === role);
	const cohort = home.kind === 'cohort';
	const room = cohort && is('learner') ? 'week' : cohort && is('companion') && !is('former') ? 'guidance' : 'talk';
	redirect(303, `/c/${home.id}/${room}`);
};
