import { look, submit } from '#platform/server/form.ts';
import { absences, announceAbsence, withdrawAbsence } from '#events/server/absences.ts';
import { meetingList } from '#events/server/meetings.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	...(await look(event, absences)),
	meetings: (await look(event, meetingList)).meetings,
	day: event.url.searchParams.get('day') ?? '',
});

export const actions: Actions = {
	announce: (event) => submit(event, announceAbsence),
	withdraw: (event) => submit(event, withdrawAbsence),
};
