import { look, submit } from '#platform/server/form.ts';
import { absences, announceAbsence, withdrawAbsence } from '#events/server/absences.ts';
import { meetingList } from '#events/server/meeting-list.ts';
import { dayIn } from '#events/absence-units.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	...(await look(event, absences, {
		since: dayIn(event.locals.viewer?.timeZone ?? 'Europe/Berlin', event.locals.now),
		after: event.url.searchParams.get('after') ?? undefined,
	})),
	meetings: (await look(event, meetingList, { which: 'coming' })).meetings,
	day: event.url.searchParams.get('day') ?? '',
});

export const actions: Actions = {
	announce: (event) => submit(event, announceAbsence),
	withdraw: (event) => submit(event, withdrawAbsence),
};
