import { error } from '@sveltejs/kit';
import { m } from '#messages/messages.js';
import { look, submit } from '#platform/server/form.ts';
import {
	checkIn,
	checkOut,
	closeMeeting,
	correctAttendance,
	editAgenda,
	meetingPage,
	orderPresentations,
	startAgendaItem,
	writeMinutes,
} from '#events/server/meetings.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends(`live:meeting:${event.params.meetingId}`);
	const page = await look(event, meetingPage, { after: event.url.searchParams.get('after') ?? undefined });
	if (page.meeting.communityId !== event.params.communityId) error(404, { message: m.refusal_not_found() });
	return { page };
};

export const actions: Actions = {
	checkIn: (event) => submit(event, checkIn),
	checkOut: (event) => submit(event, checkOut),
	start: (event) => submit(event, startAgendaItem),
	close: (event) => submit(event, closeMeeting),
	agenda: (event) => submit(event, editAgenda),
	queue: (event) => submit(event, orderPresentations),
	minutes: (event) => submit(event, writeMinutes),
	correct: (event) => submit(event, correctAttendance),
};
