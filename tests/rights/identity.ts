import { createHash, randomUUID } from 'node:crypto';
import { database } from '#platform/server/database.ts';
import { meetingEnd } from '../world.ts';
import type { RightsRows } from './rows.ts';

const shared = ['owner', 'member', 'observer', 'former'] as const;

export const identity: RightsRows = {
	verbs: {
		demoPeople: ['anyone'],
		demoPortrait: ['anyone'],
		demoClock: ['anyone'],
		moveDemoClock: ['anyone'],
		myProfile: ['person'],
		updateProfile: ['person'],
		setPicture: ['person'],
		removePicture: ['person'],
		personPage: [...shared, 'organiser', 'administrator'],
		mySessions: ['person'],
		endOneSession: ['owner'],
		endSessions: ['person'],
		myTokens: ['person'],
		createToken: ['person'],
		revokeToken: ['owner'],
		requestPasswordReset: ['anyone'],
		resetPassword: ['anyone'],
		verifyAddress: ['anyone'],
		setUpInstance: ['anyone'],
		uploadFile: ['person'],
		ownFiles: ['person'],
		openFile: [...shared, 'organiser', 'administrator'],
	},
	routes: {
		'/sign-in/demo': ['anyone'],
		'/sign-in/demo/[userId]': ['anyone'],
		'/sign-out': ['anyone'],
		'/clock': ['anyone'],
		'/forgot': ['anyone'],
		'/reset': ['anyone'],
		'/verify': ['anyone'],
		'/setup': ['anyone'],
		'/me': ['person'],
		'/me/sessions': ['person'],
		'/me/tokens': ['person'],
		'/people/[userId]': [...shared, 'organiser', 'administrator'],
		'/files': ['person'],
		'/files/[fileId]': [...shared, 'organiser', 'administrator'],
	},
	objects: async (world) => {
		const [lea] = world.learners;
		if (!lea) throw new Error('too few learners');
		const session = await database
			.insertInto('session')
			.values({
				userId: lea.userId,
				token: randomUUID(),
				expiresAt: new Date('2099-01-01'),
				updatedAt: meetingEnd(1),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		const token = await database
			.insertInto('accessToken')
			.values({ userId: lea.userId, name: 'Notizen', digest: createHash('sha256').update(randomUUID()).digest() })
			.returning('id')
			.executeTakeFirstOrThrow();
		const file = await database
			.insertInto('file')
			.values({ ownerId: lea.userId, name: 'lea.webp', mediaType: 'image/webp', bytes: 1, digest: '0'.repeat(64) })
			.returning('id')
			.executeTakeFirstOrThrow();
		await database.updateTable('user').set({ pictureFileId: file.id }).where('id', '=', lea.userId).execute();
		return { userId: lea.userId, sessionId: session.id, tokenId: token.id, fileId: file.id };
	},
};
