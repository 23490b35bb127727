import { look } from '#platform/server/form.ts';
import { talkPage } from '#conversation/server/talk-page.ts';
import { ownUnnamed } from '#conversation/server/unnamed-page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends(`live:community:${event.params.communityId}`);
	const { kind, before } = Object.fromEntries(event.url.searchParams);
	const { home } = await event.parent();
	const asks = home.kind === 'cohort' && home.roles.includes('member') && !home.roles.includes('companion');
	return {
		talk: await look(event, talkPage, { kind: kind || undefined, before }),
		unnamed: asks ? (await look(event, ownUnnamed)).fresh : undefined,
	};
};
