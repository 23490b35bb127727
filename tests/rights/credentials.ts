import { database } from '#platform/server/database.ts';
import type { RightsRows } from './rows.ts';

export const credentials: RightsRows = {
	verbs: {
		releaseResults: ['organiser', 'examiner'],
		// The owner of an objection is the examiner who decides it.
		decideObjection: ['owner'],
		issueCertificates: ['organiser'],
		certificateCheck: ['anyone'],
		certificatePdf: ['owner', 'organiser', 'administrator'],
		ownCertificates: ['person'],
		cohortCertificates: ['organiser'],
		revokeCertificate: ['organiser', 'administrator'],
		closeCohort: ['organiser'],
		exportOwn: ['member', 'observer', 'former', 'learner', 'companion', 'organiser'],
	},
	routes: {
		'/certificates': ['anyone'],
		'/certificates/[number]': ['anyone'],
		'/certificates/[number]/pdf': ['owner'],
		'/me/certificates': ['person'],
		'/c/[communityId]/export': ['member', 'observer', 'former', 'learner', 'companion', 'organiser'],
	},
	objects: async ({ cohortId, learners: [lea] }) => {
		if (!lea) throw new Error('no learner');
		const { id } = await database
			.insertInto('certificate')
			.values({
				kind: 'certificate',
				number: `7KQ4-9WXT-2HRA-${lea.userId.slice(-4).toUpperCase()}`,
				userId: lea.userId,
				cohortId,
				holderName: lea.name,
				courseTitle: JSON.stringify({ de: 'Kurs', en: 'Course' }),
				providerName: 'Akademie',
				periodFrom: '2026-09-07',
				periodTo: '2026-11-16',
				hours: 80,
				issuedAt: new Date('2026-09-20T08:00:00Z'),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		return { certificateId: id };
	},
};
