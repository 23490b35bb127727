import { endOneSession, endSessions, mySessions } from '#identity/server/own-sessions.ts';
import { currentSession } from '#identity/server/sessions.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	...(await look(event, mySessions)),
	current: await currentSession(event.request.headers),
});
export const actions: Actions = {
	end: (event) => submit(event, endOneSession),
	others: async (event) => {
		const except = await currentSession(event.request.headers);
		return submit(event, endSessions, { fields: except ? { except } : {} });
	},
};
