import type { RightsRows } from './rows.ts';

export const events: RightsRows = {
	verbs: {
		meetingList: ['member', 'observer', 'organiser', 'former'],
		meetingPage: ['member', 'observer', 'organiser', 'former'],
		checkIn: ['member'],
		checkOut: ['member'],
		correctAttendance: ['companion', 'manager'],
		startAgendaItem: ['acting', 'companion', 'manager'],
		closeMeeting: ['acting', 'companion', 'manager'],
		editAgenda: ['acting', 'companion', 'manager'],
		writeMinutes: ['acting', 'companion', 'manager'],
		orderPresentations: ['acting', 'companion', 'manager'],
		announceAbsence: ['member'],
		withdrawAbsence: ['member'],
		absences: ['member', 'observer', 'organiser'],
	},
	routes: {
		'/c/[communityId]/meetings': ['member', 'observer', 'organiser', 'former'],
		'/c/[communityId]/meetings/[meetingId]': ['member', 'observer', 'organiser', 'former'],
		'/c/[communityId]/absences': ['member', 'observer', 'organiser'],
	},
	objects: async (world) => ({ meetingId: world.meetings[3] ?? '' }),
};
