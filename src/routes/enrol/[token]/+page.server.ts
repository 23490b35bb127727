import { redirect } from '@sveltejs/kit';
import { look, submit } from '#platform/server/form.ts';
import { startSession } from '#identity/server/sessions.ts';
import { seatInvitation } from '#course/server/application-pages.ts';
import { takeUpInvitation } from '#course/server/enrolling.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, seatInvitation);
export const actions: Actions = {
	default: async (event) => {
		const taken = await submit(event, takeUpInvitation);
		if (!('answer' in taken)) return taken;
		const { userId, communityId } = taken.answer;
		if (!event.locals.viewer) await startSession(event.cookies, userId, event.request.headers);
		redirect(303, `/c/${communityId}`);
	},
};
