import { m } from '#messages/messages.js';
import { peoplePage } from '#community/server/people.ts';
import { submitWithFiles } from '#identity/server/submit-files.ts';
import { look } from '#platform/server/form.ts';
import { call } from '#platform/server/verb.ts';
import { draft } from '#conversation/server/drafts.ts';
import { talkPage } from '#conversation/server/talk-page.ts';
import { startThread } from '#conversation/server/threads.ts';
import type { Actions, PageServerLoad, PageServerLoadEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const talk = await look(event, talkPage);
	const space = talk.spaces.find((one) => one.slug === event.url.searchParams.get('space')) ?? talk.spaces[0];
	const { viewer, now, locale } = event.locals;
	const kept = space ? await call(draft, { viewer, now, locale }, { place: `thread:${space.id}` }) : null;
	return {
		begun: await begun(event, event.url.searchParams.get('welcome'), event.url.searchParams.has('introduce')),
		spaces: talk.spaces,
		space: space ?? null,
		mayWrite: talk.mayWrite,
		mayAnnounce: talk.mayAnnounce,
		draft: kept?.body ?? {},
		draftFiles: kept?.files ?? [],
	};
};

/** A welcome to a newcomer, or one’s own first words, to begin with where there is no draft. */
async function begun(
	event: PageServerLoadEvent,
	welcome: string | null,
	introduces: boolean,
): Promise<{ title: string; body: string }> {
	const { viewer, locale } = event.locals;
	if (introduces && viewer) return { title: m.about_introduce_title({ name: viewer.name }, { locale }), body: '' };
	if (!welcome) return { title: '', body: '' };
	const { newcomers } = await look(event, peoplePage);
	const person = newcomers.find(({ userId }) => userId === welcome);
	return person
		? { title: m.people_welcome_title({ name: person.name }, { locale }), body: `@${person.name} ` }
		: { title: '', body: '' };
}

export const actions: Actions = {
	default: async (event) =>
		submitWithFiles(event, startThread, { to: ({ threadId }) => `/c/${event.params.communityId}/threads/${threadId}` }),
};
