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
	},
	routes: {
		'/privacy': ['anyone'],
		'/admin/privacy': ['administrator'],
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
