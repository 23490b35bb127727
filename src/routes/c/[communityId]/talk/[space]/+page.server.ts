import { look, submit } from '#platform/server/form.ts';
import { talkPage } from '#conversation/server/talk-page.ts';
import { hearSpace, spaceHearing } from '#notifications/server/hearing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends(`live:community:${event.params.communityId}`);
	const { kind, before } = Object.fromEntries(event.url.searchParams);
	const talk = await look(event, talkPage, { space: event.params.space, kind: kind || undefined, before });
	return { talk, hearing: talk.space && (await look(event, spaceHearing, { spaceId: talk.space.id })) };
};

export const actions: Actions = {
	hear: (event) => submit(event, hearSpace, { to: `/c/${event.params.communityId}/talk/${event.params.space}` }),
};
