import { markingPage } from '#exam/server/marking-page.ts';
import { saveMark, settleMarks, submitMark } from '#exam/server/marks.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, markingPage);
export const actions: Actions = {
	save: (event) => submit(event, saveMark),
	submit: (event) => submit(event, submitMark),
	settle: (event) => submit(event, settleMarks),
};
