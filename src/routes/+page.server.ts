import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** Whoever lives in exactly one community goes straight there. */
export const load: PageServerLoad = async ({ parent, url }) => {
	const { rooms } = await parent();
	const open = rooms?.communities.filter((room) => !room.archived) ?? [];
	const office = rooms && (rooms.organiser || rooms.examiner || rooms.administrator);
	if (rooms && !office && open.length === 1 && open[0] && !url.searchParams.has('all'))
		redirect(303, `/c/${open[0].id}`);
	return {};
};
