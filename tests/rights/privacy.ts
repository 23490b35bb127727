import { database } from '#platform/server/database.ts';
import { meetingEnd } from '../world.ts';
import type { RightsRows } from './rows.ts';

export const privacy: RightsRows = {
	verbs: {
		privacyPage: ['anyone'],
		retentionSettings: ['administrator'],
		changeRetention: ['administrator'],
		erasurePage: ['person'],
		requestErasure: ['person'],
		withdrawErasure: ['person'],
		personErasure: ['administrator'],
		erasePerson: ['administrator'],
		withdrawPersonErasure: ['administrator'],
		lockedEvidence: ['organiser'],
		openLockedEvidence: ['organiser'],
		myData: ['person'],
		requestMyData: ['person'],
		fetchMyData: ['owner'],
		worksCouncils: ['administrator'],
		worksCouncilPage: ['administrator', 'organiser'],
		turnOnWorksCouncilMode: ['administrator'],
		askWorksCouncilOff: ['administrator'],
		// that it is somebody else than who asked is held inside
		confirmWorksCouncilOff: ['administrator', 'organiser'],
		withdrawWorksCouncilOff: ['administrator', 'organiser'],
	},
	routes: {
		'/privacy': ['anyone'],
		'/admin/privacy': ['administrator'],
		'/organisations/[organisationId]/works-council': ['administrator', 'organiser'],
		'/me/data': ['person'],
		'/me/data/[exportId]': ['owner'],
		'/me/erasure': ['person'],
		'/exams/[examId]/locked': ['organiser'],
	},
	objects: async ({ learners: [lea] }) => {
		const { id } = await database
			.insertInto('dataExport')
			.values({ userId: lea?.userId ?? '', askedAt: meetingEnd(1) })
			.returning('id')
			.executeTakeFirstOrThrow();
		return { exportId: id };
	},
};
