import { callerOf, look, submit } from '#platform/server/form.ts';
import { call } from '#platform/server/verb.ts';
import { askUnnamed, markUnnamedSeen, withdrawUnnamed } from '#conversation/server/unnamed-asking.ts';
import { ownUnnamed } from '#conversation/server/unnamed-page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends(`live:community:${event.params.communityId}`);
	const page = await look(event, ownUnnamed);
	if (page.fresh > 0) await call(markUnnamedSeen, callerOf(event), event.params);
	return { page };
};

export const actions: Actions = {
	ask: (event) => submit(event, askUnnamed),
	withdraw: (event) => submit(event, withdrawUnnamed),
};
