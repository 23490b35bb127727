import { createHash, randomUUID } from 'node:crypto';
import { database } from '#platform/server/database.ts';
import { meetingEnd } from '../world.ts';
import type { RightsRows } from './rows.ts';

const administrator = ['administrator'] as const;
const inviters = ['manager', 'companion', 'organiser'] as const;

export const administration: RightsRows = {
	verbs: {
		instanceFacts: administrator,
		failedJobs: administrator,
		retryFailedJob: administrator,
		discardFailedJob: administrator,
		failedMails: administrator,
		sendMailAgain: administrator,
		giveUpMail: administrator,
		allOrganisations: administrator,
		peopleList: administrator,
		personAccount: administrator,
		endAccess: administrator,
		makeAdministrator: administrator,
		endAdministrator: administrator,
		inviteToInstance: administrator,
		instanceInvitations: administrator,
		inviteToCommunity: inviters,
		communityInvitations: inviters,
		withdrawInvitation: [...inviters, 'administrator'],
		sendInvitationAgain: [...inviters, 'administrator'],
		invitationPage: ['anyone'],
		acceptInvitation: ['anyone'],
	},
	routes: {
		'/admin': administrator,
		'/admin/people': administrator,
		'/admin/people/[userId]': administrator,
		'/admin/invitations': administrator,
		'/admin/organisations': administrator,
		'/admin/jobs': administrator,
		'/admin/mails': administrator,
		'/c/[communityId]/invitations': inviters,
		'/invitations/[token]': ['anyone'],
	},
	objects: async (world) => {
		const invitation = await database
			.insertInto('invitation')
			.values({
				communityId: world.communityId,
				email: `${randomUUID()}@example.org`,
				role: 'observer',
				digest: createHash('sha256').update(randomUUID()).digest(),
				createdAt: meetingEnd(0),
				expiresAt: new Date('2099-01-01'),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		return { invitationId: invitation.id };
	},
};
