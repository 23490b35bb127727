import { look, submit } from '#platform/server/form.ts';
import { examPage } from '#exam/server/exam-page.ts';
import { examResults } from '#exam/server/exam-results.ts';
import { makeStatement } from '#exam/server/hearings.ts';
import { withdrawForCause } from '#exam/server/withdrawal.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const page = await look(event, examPage);
	const results = page.staff && page.exam.releasedAt ? await look(event, examResults) : null;
	return { ...page, results };
};
export const actions: Actions = {
	withdraw: (event) => submit(event, withdrawForCause),
	statement: (event) => submit(event, makeStatement),
};
