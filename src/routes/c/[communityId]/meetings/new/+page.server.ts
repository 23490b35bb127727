import { error } from '@sveltejs/kit';
import { m } from '#messages/messages.js';
import { scheduleEvent } from '#events/server/planning.ts';
import { submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent }) => {
	const { home } = await parent();
	if (!['acting', 'companion', 'manager'].some((role) => home.roles.some((held) => held === role)))
		error(403, { message: m.refusal_forbidden(), code: 'forbidden' });
	return {};
};
export const actions: Actions = {
	default: (event) =>
		submit(event, scheduleEvent, {
			to: ({ meetingId }) => `/c/${event.params.communityId}/meetings/${meetingId}`,
		}),
};
