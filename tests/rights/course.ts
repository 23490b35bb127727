import { database } from '#platform/server/database.ts';
import type { World } from '../world.ts';
import type { RightsRows } from './rows.ts';

export const course: RightsRows = {
	verbs: {
		courseList: ['anyone'],
		coursePage: ['anyone'],
		applicationToConfirm: ['anyone'],
		applicationPage: ['anyone'],
		seatOfferPage: ['anyone'],
		seatInvitation: ['anyone'],
		cohortList: ['person'],
		cohortPage: ['organiser'],
		cohortApplications: ['organiser'],
		cohortTimetable: ['organiser', 'companion'],
		cohortPeople: ['organiser'],
		ownEnrolment: ['learner'],
		importCourse: ['organiser', 'administrator'],
		courseVersions: ['organiser', 'administrator'],
		replaceUnitVersion: ['organiser'],
		learningSystem: ['organiser'],
		cohortPreview: ['organiser', 'administrator'],
		openCohort: ['organiser', 'administrator'],
		updateCohort: ['organiser'],
		publishCohort: ['organiser'],
		cancelCohort: ['organiser'],
		assignStaff: ['organiser'],
		endStaffAssignment: ['organiser'],
		moveMeeting: ['organiser', 'companion'],
		insertPause: ['organiser'],
		removePause: ['organiser'],
		addDayOff: ['organiser'],
		removeDayOff: ['organiser'],
		applyToCohort: ['anyone'],
		verifyApplication: ['anyone'],
		acceptApplication: ['organiser'],
		declineApplication: ['organiser'],
		withdrawApplication: ['anyone'],
		answerSeatOffer: ['anyone'],
		takeUpInvitation: ['anyone'],
		leaveCohort: ['learner'],
		endLearnerEnrolment: ['organiser'],
	},
	routes: {
		'/courses': ['anyone'],
		'/courses/[slug]': ['anyone'],
		'/courses/[slug]/apply': ['anyone'],
		'/applications/verify': ['anyone'],
		'/applications/[applicationId]': ['anyone'],
		'/applications/[applicationId]/offer': ['anyone'],
		'/enrol/[token]': ['anyone'],
		'/cohorts': ['person'],
		'/cohorts/new': ['person'],
		'/cohorts/[cohortId]': ['organiser'],
		'/cohorts/[cohortId]/applications': ['organiser'],
		'/cohorts/[cohortId]/learning-system': ['organiser'],
		'/cohorts/[cohortId]/learning-system/completion': ['organiser'],
		'/cohorts/[cohortId]/timetable': ['organiser', 'companion'],
		'/cohorts/[cohortId]/staff': ['organiser'],
		'/cohorts/[cohortId]/leave': ['learner'],
		'/legal/[organisation]/[page]': ['anyone'],
		'/organisations/[organisationId]': ['organiser', 'administrator'],
	},
	objects: async (world) => ({ applicationId: await applicationIn(world) }),
};

async function applicationIn({ cohortId, learners: [lea] }: World): Promise<string> {
	if (!lea) throw new Error('no learner');
	const { id } = await database
		.insertInto('application')
		.values({
			cohortId,
			userId: lea.userId,
			name: lea.name,
			email: lea.email,
			motivation: 'Ich möchte lernen, Communitys zu führen.',
			appliedAt: new Date('2026-08-02T08:00:00Z'),
			verifiedAt: new Date('2026-08-02T08:05:00Z'),
			state: 'enrolled',
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}
