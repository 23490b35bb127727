import { randomBytes } from 'node:crypto';
import { database } from '#platform/server/database.ts';
import type { World } from '../world.ts';
import type { RightsRows } from './rows.ts';

export const events: RightsRows = {
	verbs: {
		meetingList: ['member', 'observer', 'organiser', 'former'],
		meetingPage: ['member', 'observer', 'organiser', 'former'],
		scheduleEvent: ['acting', 'companion', 'manager'],
		changeEvent: ['acting', 'companion', 'manager'],
		callOffEvent: ['acting', 'companion', 'manager'],
		checkIn: ['member'],
		checkOut: ['member'],
		recordAttendance: ['companion', 'manager'],
		attendanceSheet: ['companion', 'organiser'],
		correctAttendance: ['companion', 'manager'],
		startAgendaItem: ['acting', 'companion', 'manager'],
		closeMeeting: ['acting', 'companion', 'manager'],
		editAgenda: ['acting', 'companion', 'manager'],
		writeMinutes: ['acting', 'companion', 'manager'],
		orderPresentations: ['acting', 'companion', 'manager'],
		announceAbsence: ['member'],
		withdrawAbsence: ['member'],
		absences: ['member', 'observer', 'organiser'],
		myCalendars: ['person'],
		openCalendar: ['person'],
		revokeCalendar: ['owner'],
		subscribedCalendar: ['anyone'],
		meetingCalendar: ['member', 'observer', 'organiser', 'former'],
	},
	routes: {
		'/c/[communityId]/meetings': ['member', 'observer', 'organiser', 'former'],
		'/c/[communityId]/meetings/[meetingId]': ['member', 'observer', 'organiser', 'former'],
		'/c/[communityId]/meetings/[meetingId]/calendar': ['member', 'observer', 'organiser', 'former'],
		'/c/[communityId]/meetings/[meetingId]/attendance-sheet': ['companion', 'organiser'],
		'/c/[communityId]/meetings/new': ['acting', 'companion', 'manager'],
		'/c/[communityId]/meetings/[meetingId]/edit': ['acting', 'companion', 'manager'],
		'/me/calendar': ['person'],
		'/calendar/[secret].ics': ['anyone'],
		'/c/[communityId]/absences': ['member', 'observer', 'organiser'],
	},
	objects: async (world) => ({ meetingId: world.meetings[3] ?? '', calendarTokenId: await calendarIn(world) }),
};

async function calendarIn({ communityId, learners: [lea] }: World): Promise<string> {
	if (!lea) throw new Error('no learner');
	const { id } = await database
		.insertInto('calendarToken')
		.values({ userId: lea.userId, communityId, digest: randomBytes(32), createdAt: new Date() })
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}
