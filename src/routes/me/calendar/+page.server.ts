import { myCalendars, openCalendar, revokeCalendar } from '#events/server/calendars.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ calendars: await look(event, myCalendars) });
export const actions: Actions = {
	open: (event) => submit(event, openCalendar),
	revoke: (event) => submit(event, revokeCalendar),
};
