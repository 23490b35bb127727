import type { AnyVerb } from '#platform/server/verb.ts';
import { giveFeedback, givePostFeedback } from '#course/server/feedback.ts';
import { feedbackQueue } from '#course/server/feedback-queue.ts';
import { postFeedback } from '#course/server/feedback-read.ts';
import { handIn } from '#course/server/hand-in.ts';
import { markLessonRead, topicPage } from '#course/server/lessons.ts';
import { finishRecommendation, recommend, withdrawRecommendation } from '#course/server/recommendations.ts';
import { submissionPage } from '#course/server/submission-page.ts';
import { beginSubmission, saveSection, saveSections } from '#course/server/submissions.ts';
import { unitList, unitPage } from '#course/server/units.ts';

export const learningVerbs: readonly AnyVerb[] = [
	unitList,
	unitPage,
	topicPage,
	markLessonRead,
	beginSubmission,
	saveSection,
	saveSections,
	handIn,
	submissionPage,
	giveFeedback,
	givePostFeedback,
	postFeedback,
	feedbackQueue,
	recommend,
	finishRecommendation,
	withdrawRecommendation,
];
