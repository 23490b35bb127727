import { releaseResults } from '#credentials/server/release.ts';
import { look, submit } from '#platform/server/form.ts';
import { m } from '#messages/messages.js';
import { attachEvidence, removeEvidence } from '#exam/server/evidence.ts';
import { submitWithUpload } from '#identity/server/submit-files.ts';
import { examPage } from '#exam/server/exam-page.ts';
import { examResults } from '#exam/server/exam-results.ts';
import { makeStatement } from '#exam/server/hearings.ts';
import { withdrawForCause } from '#exam/server/withdrawal.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const page = await look(event, examPage);
	const results = page.staff && page.exam.releasedAt ? await look(event, examResults) : null;
	const { locale } = event.locals;
	const writing = page.candidate !== null && page.exam.phase === 'running';
	return {
		...page,
		results,
		examBar: writing
			? {
					title: page.case?.title ?? m.exam_name({}, { locale }),
					line: m.exam_bar_line({ cohort: page.cohort.name }, { locale }),
					help: { label: m.exam_bar_help({}, { locale }), href: '#help' },
				}
			: undefined,
	};
};
export const actions: Actions = {
	withdraw: (event) => submit(event, withdrawForCause),
	evidence: (event) => submitWithUpload(event, attachEvidence, 'file'),
	removeEvidence: (event) => submit(event, removeEvidence),
	statement: (event) => submit(event, makeStatement),
	release: (event) => submit(event, releaseResults),
};
