import { declineAutomaticHandIn, handInPaper, withdrawPaper } from '#exam/server/hand-in.ts';
import { paperPage } from '#exam/server/paper-page.ts';
import { dropApart, saveSection } from '#exam/server/sections.ts';
import { look, submit } from '#platform/server/form.ts';
import { m } from '#messages/messages.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends(`live:paper:${event.params.paperId}`);
	const page = await look(event, paperPage);
	const { locale } = event.locals;
	return {
		...page,
		examBar: {
			title: page.paper.title,
			line: `${m.exam_bar_line({ cohort: page.cohort.name }, { locale })} · ${m.paper_sheet_number({ number: page.paper.number }, { locale })}`,
			help: { label: m.exam_bar_help({}, { locale }), href: `/exams/${page.exam.id}#help` },
		},
	};
};
export const actions: Actions = {
	save: (event) => submit(event, saveSection),
	drop: (event) => submit(event, dropApart),
	handIn: (event) => submit(event, handInPaper),
	withdraw: (event) => submit(event, withdrawPaper),
	automatic: (event) => submit(event, declineAutomaticHandIn),
};
