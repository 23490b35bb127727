import { personPage } from '#identity/server/profile.ts';
import { recommendationPlaces } from '#course/server/recommendation-page.ts';
import { look } from '#platform/server/form.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	person: await look(event, personPage),
	places: (await look(event, recommendationPlaces)).places,
});
