import { randomUUID } from 'node:crypto';
import { flagPost } from '#conversation/server/flags.ts';
import { startThread } from '#conversation/server/threads.ts';
import { askUnnamed } from '#conversation/server/unnamed-asking.ts';
import { does } from '../cast.ts';
import { meetingEnd } from '../world.ts';
import type { RightsRows } from './rows.ts';

export const conversation: RightsRows = {
	verbs: {
		spaceList: ['manager', 'companion'],
		createSpace: ['manager', 'companion'],
		changeSpace: ['manager', 'companion'],
		moveSpace: ['manager', 'companion'],
		archiveSpace: ['manager', 'companion'],
		talkPage: ['member', 'observer', 'organiser', 'former'],
		threadPage: ['member', 'observer', 'organiser', 'former'],
		startThread: ['member', 'organiser'],
		startPoll: ['member', 'organiser'],
		castBallot: ['member', 'organiser'],
		closePoll: ['owner', 'acting', 'companion', 'manager'],
		pinThread: ['acting', 'companion', 'manager'],
		acceptAnswer: ['owner', 'acting', 'companion', 'manager'],
		postReply: ['member', 'organiser'],
		editPost: ['owner'],
		deletePost: ['owner', 'companion', 'manager'],
		restorePost: ['owner', 'companion', 'manager'],
		hidePost: ['acting', 'companion', 'manager'],
		postHistory: ['member', 'observer', 'organiser', 'former'],
		reactToPost: ['member', 'organiser'],
		markRead: ['member', 'observer', 'organiser', 'former'],
		markThreadsRead: ['member', 'observer', 'organiser', 'former'],
		bookmarkPost: ['member', 'observer', 'organiser', 'former'],
		bookmarksPage: ['person'],
		threadBookmarks: ['member', 'observer', 'organiser', 'former'],
		flagPost: ['member', 'observer', 'organiser'],
		decideFlag: ['acting', 'companion', 'manager'],
		caseList: ['acting', 'companion', 'manager'],
		ownUnnamed: ['member', 'former'],
		askUnnamed: ['member'],
		withdrawUnnamed: ['member', 'former'],
		markUnnamedSeen: ['member', 'former'],
		unnamedDesk: ['companion'],
		answerUnnamed: ['companion'],
		closeUnnamed: ['companion'],
		publishUnnamed: ['companion'],
		saveDraft: ['person'],
		draft: ['person'],
	},
	routes: {
		'/c/[communityId]/spaces': ['manager', 'companion'],
		'/c/[communityId]/talk': ['member', 'observer', 'organiser', 'former'],
		'/c/[communityId]/talk/[space]': ['member', 'observer', 'organiser', 'former'],
		'/c/[communityId]/threads/new': ['member', 'observer', 'organiser', 'former'],
		'/c/[communityId]/polls/new': ['member', 'observer', 'organiser', 'former'],
		'/c/[communityId]/threads/[threadId]': ['member', 'observer', 'organiser', 'former'],
		'/c/[communityId]/posts/[postId]/history': ['member', 'observer', 'organiser', 'former'],
		'/c/[communityId]/posts/[postId]/edit': ['member', 'observer', 'organiser', 'former'],
		'/c/[communityId]/posts/[postId]/flag': ['member', 'observer', 'organiser', 'former'],
		'/c/[communityId]/ask': ['member', 'former'],
		'/c/[communityId]/guidance/questions': ['companion'],
		'/c/[communityId]/cases': ['acting', 'companion', 'manager'],
		'/me/bookmarks': ['person'],
		'/live': ['person'],
		'/preview': ['person'],
	},
	objects: async (world) => {
		const [lea] = world.learners;
		const spaceId = world.spaces['marktplatz'];
		if (!lea || !spaceId) throw new Error('the world is not complete');
		const at = meetingEnd(1);
		const { threadId, postId } = await does(lea, at, startThread, {
			spaceId,
			title: 'Ein Thema',
			body: 'Ein Beitrag.',
		});
		const { flagId } = await does(world.clara, at, flagPost, { postId, reason: 'other' });
		const { questionId } = await does(lea, at, askUnnamed, {
			communityId: world.communityId,
			questionId: randomUUID(),
			body: 'Darf ich eine Woche aussetzen?',
		});
		return { spaceId, threadId, postId, flagId, questionId };
	},
};
