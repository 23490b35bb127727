import { look } from '#platform/server/form.ts';
import { talkPage } from '#conversation/server/talk-page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends(`live:community:${event.params.communityId}`);
	const { kind, before } = Object.fromEntries(event.url.searchParams);
	return { talk: await look(event, talkPage, { space: event.params.space, kind: kind || undefined, before }) };
};
