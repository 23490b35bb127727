import { look, submit } from '#platform/server/form.ts';
import { unnamedDesk } from '#conversation/server/unnamed-desk.ts';
import { groupsPage } from '#course/server/groups-page.ts';
import { guidancePage } from '#course/server/guidance-page.ts';
import { noteSilence } from '#course/server/silence.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends(`live:community:${event.params.communityId}`);
	const [page, { waiting: unnamed }] = await Promise.all([look(event, guidancePage), look(event, unnamedDesk)]);
	return { page, unnamed: unnamed.length, groups: page.nextGroups === null ? null : await look(event, groupsPage) };
};

export const actions: Actions = {
	know: (event) => submit(event, noteSilence),
};
