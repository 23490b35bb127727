import { error } from '@sveltejs/kit';
import { m } from '#messages/messages.js';
import { look, submit } from '#platform/server/form.ts';
import { closeMeeting, editAgenda, startAgendaItem } from '#events/server/agenda.ts';
import { checkIn, checkOut, correctAttendance, recordAttendance } from '#events/server/presence.ts';
import { meetingPage } from '#events/server/meeting-page.ts';
import { writeMinutes } from '#events/server/minutes.ts';
import { orderPresentations } from '#events/server/presentations.ts';
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
	record: (event) => submit(event, recordAttendance),
	correct: (event) => submit(event, correctAttendance),
};
