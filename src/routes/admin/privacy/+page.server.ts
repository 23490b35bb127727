import { look, submit } from '#platform/server/form.ts';
import { changeRetention, retentionSettings } from '#privacy/server/retention.ts';
import { worksCouncils } from '#privacy/server/works-council-page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	...(await look(event, retentionSettings)),
	...(await look(event, worksCouncils)),
});
export const actions: Actions = { retention: (event) => submit(event, changeRetention) };
