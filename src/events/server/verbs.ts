import type { AnyVerb } from '#platform/server/verb.ts';
import { absences, announceAbsence, withdrawAbsence } from '#events/server/absences.ts';
import {
	meetingCalendar,
	myCalendars,
	openCalendar,
	revokeCalendar,
	subscribedCalendar,
} from '#events/server/calendars.ts';
import { closeMeeting, editAgenda, startAgendaItem } from '#events/server/agenda.ts';
import { attendanceSheet } from '#events/server/attendance-sheet.ts';
import { checkIn, checkOut, correctAttendance, recordAttendance } from '#events/server/presence.ts';
import { meetingList } from '#events/server/meeting-list.ts';
import { meetingPage } from '#events/server/meeting-page.ts';
import { writeMinutes } from '#events/server/minutes.ts';
import { orderPresentations } from '#events/server/presentations.ts';
import { callOffEvent, changeEvent, scheduleEvent } from '#events/server/planning.ts';

export const eventsVerbs: readonly AnyVerb[] = [
	meetingList,
	meetingPage,
	scheduleEvent,
	changeEvent,
	callOffEvent,
	checkIn,
	checkOut,
	recordAttendance,
	correctAttendance,
	attendanceSheet,
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
