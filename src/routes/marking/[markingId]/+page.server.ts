import { kindName } from '#exam/deadline-words.ts';
import { openHearing } from '#exam/server/hearings.ts';
import { markingPage } from '#exam/server/marking-page.ts';
import { saveMark, settleMarks, submitMark } from '#exam/server/marks.ts';
import { look, submit } from '#platform/server/form.ts';
import { m } from '#messages/messages.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const page = await look(event, markingPage);
	const { locale } = event.locals;
	return {
		...page,
		examBar: {
			title: m.paper_sheet_number({ number: page.paper.number }, { locale }),
			line: `${kindName(page.paper.kind, locale)} · ${page.cohort.name}`,
			help: { label: m.marking_back({}, { locale }), href: '/marking' },
		},
	};
};
export const actions: Actions = {
	save: (event) => submit(event, saveMark),
	// on to the next paper, unless there is something to settle here or nothing is left
	submit: (event) =>
		submit(event, submitMark, {
			to: ({ differing, next }) =>
				differing || next === null ? `/marking/${event.params.markingId}?in` : `/marking/${next}?on`,
		}),
	settle: (event) => submit(event, settleMarks),
	hearing: (event) => submit(event, openHearing),
};
