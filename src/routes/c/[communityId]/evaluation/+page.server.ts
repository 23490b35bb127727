import { answerEvaluation, evaluationPage } from '#course/server/evaluation.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	evaluation: await look(event, evaluationPage),
	chosen: event.url.searchParams.get('sheet'),
});
export const actions: Actions = { answer: (event) => submit(event, answerEvaluation) };
