import { look, submit } from '#platform/server/form.ts';
import { recommendationPage } from '#course/server/recommendation-page.ts';
import { recommend, recommendationKinds, withdrawRecommendation } from '#course/server/recommendations.ts';
import type { Actions, PageServerLoad } from './$types';

/** `kind` and `target` say what is recommended, `to` is a person who is to get it. */
export const load: PageServerLoad = async (event) => {
	const asked = event.url.searchParams;
	const chosen = recommendationKinds.find((one) => one === asked.get('kind'));
	const target = asked.get('target') ?? '';
	const page = await look(event, recommendationPage, chosen === 'thread' ? { target } : {});
	return {
		page,
		// Before the first unit opens there is no lesson to recommend.
		kind: chosen ?? (page.lessons.length > 0 ? 'lesson' : 'link'),
		target,
		to: asked.get('to'),
	};
};

export const actions: Actions = {
	recommend: (event) => submit(event, recommend),
	withdraw: (event) => submit(event, withdrawRecommendation),
};
