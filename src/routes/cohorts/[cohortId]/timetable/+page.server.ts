import { look, submit } from '#platform/server/form.ts';
import { cohortTimetable } from '#course/server/cohort-pages.ts';
import { addDayOff, insertPause, moveMeeting, removeDayOff, removePause } from '#course/server/timetable.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, cohortTimetable);
export const actions: Actions = {
	move: (event) => submit(event, moveMeeting),
	pause: (event) => submit(event, insertPause),
	unpause: (event) => submit(event, removePause),
	keep: (event) => submit(event, addDayOff),
	release: (event) => submit(event, removeDayOff),
};
