import { redirect } from '@sveltejs/kit';
import { look, submit } from '#platform/server/form.ts';
import { startSession } from '#identity/server/sessions.ts';
import { acceptInvitation, invitationPage } from '#community/server/joining.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, invitationPage);
export const actions: Actions = {
	default: async (event) => {
		const taken = await submit(event, acceptInvitation);
		if (!('answer' in taken)) return taken;
		const { userId, communityId } = taken.answer;
		if (!event.locals.viewer) await startSession(event.cookies, userId, event.request.headers);
		redirect(303, communityId ? `/c/${communityId}/about?welcome` : '/');
	},
};
