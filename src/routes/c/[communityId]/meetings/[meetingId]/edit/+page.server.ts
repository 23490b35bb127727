import { error } from '@sveltejs/kit';
import { m } from '#messages/messages.js';
import { meetingPage } from '#events/server/meeting-page.ts';
import { callOffEvent, changeEvent } from '#events/server/planning.ts';
import { look, submit } from '#platform/server/form.ts';
import { minutesBetween, wallClock } from '#platform/time.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { meeting, may } = await look(event, meetingPage);
	const { reader } = await event.parent();
	if (meeting.communityId !== event.params.communityId || meeting.kind !== 'event')
		error(404, { message: m.refusal_not_found(), code: 'not_found' });
	if (!may.lead) error(403, { message: m.refusal_forbidden(), code: 'forbidden' });
	const { date, time } = wallClock(meeting.startsAt, reader.timeZone);
	return {
		meeting: {
			id: meeting.id,
			title: meeting.title,
			startsAt: `${date}T${time}`,
			minutes: minutesBetween(meeting.startsAt, meeting.endsAt),
			conferencingUrl: meeting.conferencingUrl,
		},
	};
};

const back = ({ communityId = '', meetingId = '' }: { communityId?: string; meetingId?: string }) =>
	`/c/${communityId}/meetings/${meetingId}`;
export const actions: Actions = {
	change: (event) => submit(event, changeEvent, { to: back(event.params) }),
	callOff: (event) => submit(event, callOffEvent, { to: back(event.params) }),
};
