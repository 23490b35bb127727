import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

type Rooms = { communities: readonly { id: string; archived: boolean }[]; organiser: boolean; examiner: boolean };

/** The one page on which somebody's work stands; `null` for whoever has several communities to choose from. */
function homeOf({ communities, organiser, examiner }: Rooms): string | null {
	if (organiser) return '/cohorts';
	const open = communities.filter((room) => !room.archived);
	if (examiner && open.length === 0) return '/marking';
	return open.length === 1 && open[0] ? `/c/${open[0].id}` : null;
}

/** Leads to one's own page; `?all` shows all that there is to choose from. */
export const load: PageServerLoad = async ({ parent, url }) => {
	const { rooms } = await parent();
	const home = rooms && !url.searchParams.has('all') ? homeOf(rooms) : null;
	if (home) redirect(303, home);
	return {};
};
