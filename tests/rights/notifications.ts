import { record } from '#platform/server/activity.ts';
import { database } from '#platform/server/database.ts';
import { meetingEnd } from '../world.ts';
import type { RightsRows } from './rows.ts';

export const notifications: RightsRows = {
	verbs: {
		newsPage: ['person'],
		openNews: ['owner'],
		markNewsRead: ['person'],
		notificationPreferences: ['person'],
		setNotificationPreferences: ['person'],
		communityNotifications: ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		setCommunityNotifications: ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		threadHearing: ['member', 'observer', 'organiser', 'former'],
		hearThread: ['member', 'observer', 'organiser', 'former'],
		spaceHearing: ['member', 'observer', 'organiser', 'former'],
		hearSpace: ['member', 'observer', 'organiser', 'former'],
		readThreadNews: ['member', 'observer', 'organiser', 'former'],
		mailSubscription: ['anyone'],
		unsubscribe: ['anyone'],
		mailbox: ['person'],
		mailPage: ['owner'],
		mailCalendar: ['owner'],
	},
	routes: {
		'/news': ['person'],
		'/news/[notificationId]': ['owner'],
		'/me/notifications': ['person'],
		'/c/[communityId]/notifications': ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		'/unsubscribe/[token]': ['anyone'],
		'/me/mailbox': ['person'],
		'/me/mailbox/[mailId]': ['owner'],
		'/me/mailbox/[mailId]/calendar': ['owner'],
	},
	objects: async (world) => {
		const [lea] = world.learners;
		if (!lea) throw new Error('too few learners');
		const activityId = await record(database, {
			kind: 'certificate_revoked',
			cohortId: world.cohortId,
			at: meetingEnd(1),
		});
		const notification = await database
			.insertInto('notification')
			.values({ userId: lea.userId, activityId, kind: 'result', href: '/', at: meetingEnd(1) })
			.returning('id')
			.executeTakeFirstOrThrow();
		const mail = await database
			.insertInto('mail')
			.values({
				userId: lea.userId,
				toAddress: lea.email,
				kind: 'result',
				subject: 'Ihr Prüfungsergebnis',
				body: 'Es ist da.',
				at: meetingEnd(1),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		return { notificationId: notification.id, mailId: mail.id };
	},
};
