import type { AnyVerb } from '#platform/server/verb.ts';
import { bookmarkPost, bookmarksPage, threadBookmarks } from '#conversation/server/bookmarks.ts';
import { draft, saveDraft } from '#conversation/server/drafts.ts';
import { caseList, decideFlag, flagPost } from '#conversation/server/flags.ts';
import { castBallot, closePoll, startPoll } from '#conversation/server/polls.ts';
import { deletePost, editPost, hidePost, postHistory, postReply, restorePost } from '#conversation/server/posts.ts';
import { reactToPost } from '#conversation/server/reactions.ts';
import { markRead, markThreadsRead } from '#conversation/server/read-state.ts';
import { archiveSpace, changeSpace, createSpace, moveSpace, spaceList } from '#conversation/server/spaces.ts';
import { talkPage } from '#conversation/server/talk-page.ts';
import { threadPage } from '#conversation/server/thread-page.ts';
import { acceptAnswer, pinThread, startThread } from '#conversation/server/threads.ts';
import { askUnnamed, markUnnamedSeen, withdrawUnnamed } from '#conversation/server/unnamed-asking.ts';
import { answerUnnamed, closeUnnamed, publishUnnamed, unnamedDesk } from '#conversation/server/unnamed-desk.ts';
import { ownUnnamed } from '#conversation/server/unnamed-page.ts';

export const conversationVerbs: readonly AnyVerb[] = [
	talkPage,
	threadPage,
	startThread,
	startPoll,
	castBallot,
	closePoll,
	pinThread,
	acceptAnswer,
	postReply,
	editPost,
	deletePost,
	restorePost,
	hidePost,
	postHistory,
	reactToPost,
	markRead,
	markThreadsRead,
	bookmarkPost,
	bookmarksPage,
	threadBookmarks,
	flagPost,
	decideFlag,
	caseList,
	saveDraft,
	draft,
	spaceList,
	createSpace,
	changeSpace,
	moveSpace,
	archiveSpace,
	ownUnnamed,
	askUnnamed,
	withdrawUnnamed,
	markUnnamedSeen,
	unnamedDesk,
	answerUnnamed,
	closeUnnamed,
	publishUnnamed,
];
