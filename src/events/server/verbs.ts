import type { AnyVerb } from '#platform/server/verb.ts';
import { absences, announceAbsence, withdrawAbsence } from '#events/server/absences.ts';
import {
	meetingCalendar,
	myCalendars,
	openCalendar,
	revokeCalendar,
	subscribedCalendar,
} from '#events/server/calendars.ts';
import {
	checkIn,
	checkOut,
	closeMeeting,
	correctAttendance,
	editAgenda,
	meetingList,
	meetingPage,
	orderPresentations,
	startAgendaItem,
	writeMinutes,
} from '#events/server/meetings.ts';

import { callOffEvent, changeEvent, scheduleEvent } from '#events/server/planning.ts';

export const eventsVerbs: readonly AnyVerb[] = [
	meetingList,
	meetingPage,
	scheduleEvent,
	changeEvent,
	callOffEvent,
	checkIn,
	checkOut,
	correctAttendance,
	startAgendaItem,
	closeMeeting,
	editAgenda,
	writeMinutes,
	orderPresentations,
	announceAbsence,
	withdrawAbsence,
	absences,
	myCalendars,
	openCalendar,
	revokeCalendar,
	subscribedCalendar,
	meetingCalendar,
];
