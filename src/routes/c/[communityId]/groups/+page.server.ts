import { look, submit } from '#platform/server/form.ts';
import { meetingList } from '#events/server/meeting-list.ts';
import { fixGroups } from '#course/server/forming.ts';
import { groupsPage } from '#course/server/groups-page.ts';
import { mergeLearningGroup } from '#course/server/merging.ts';
import { keepPairApart, proposeTables, seatCost, seatPerson } from '#course/server/seating.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends(`live:community:${event.params.communityId}`);
	return {
		page: await look(event, groupsPage),
		meetings: (await look(event, meetingList, { which: 'coming' })).meetings,
	};
};

export const actions: Actions = {
	propose: (event) => submit(event, proposeTables),
	seat: (event) => submit(event, seatPerson),
	price: (event) => submit(event, seatCost),
	fix: (event) => submit(event, fixGroups),
	merge: (event) => submit(event, mergeLearningGroup),
	apart: (event) => submit(event, keepPairApart),
};
