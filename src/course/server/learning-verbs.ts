import type { AnyVerb } from '#platform/server/verb.ts';
import { answerEvaluation, evaluationPage } from '#course/server/evaluation.ts';
import { decideException, grantException, requestException } from '#course/server/exceptions.ts';
import { giveFeedback, givePostFeedback } from '#course/server/feedback.ts';
import { feedbackQueue } from '#course/server/feedback-queue.ts';
import { postFeedback } from '#course/server/feedback-read.ts';
import { guidancePage } from '#course/server/guidance-page.ts';
import { handIn } from '#course/server/hand-in.ts';
import { bookTime, learningTime, learningTimeSums, removeTime } from '#course/server/learning-time.ts';
import { markLessonRead, topicPage } from '#course/server/lessons.ts';
import { recommendationPage, recommendationPlaces } from '#course/server/recommendation-page.ts';
import { glossaryPage, handbookList, handbookPage, templateList, templatePage } from '#course/server/library-pages.ts';
import { practiceCaseList, practiceCasePage } from '#course/server/practice-cases.ts';
import { finishRecommendation, recommend, withdrawRecommendation } from '#course/server/recommendations.ts';
import { learnerRecord, learnerRecords, ownRecords } from '#course/server/records.ts';
import { checkAnswers } from '#course/server/self-check.ts';
import { noteSilence } from '#course/server/silence.ts';
import { submissionPage } from '#course/server/submission-page.ts';
import { beginSubmission, saveResultSection, saveResult } from '#course/server/submissions.ts';
import { unitList, unitPage } from '#course/server/units.ts';
import { weekPage } from '#course/server/week-page.ts';
import { waitingPeople } from '#course/server/who-waits.ts';

export const learningVerbs: readonly AnyVerb[] = [
	unitList,
	unitPage,
	topicPage,
	markLessonRead,
	checkAnswers,
	glossaryPage,
	templateList,
	templatePage,
	handbookList,
	handbookPage,
	practiceCaseList,
	practiceCasePage,
	beginSubmission,
	saveResultSection,
	saveResult,
	handIn,
	submissionPage,
	giveFeedback,
	givePostFeedback,
	postFeedback,
	feedbackQueue,
	recommendationPage,
	recommendationPlaces,
	recommend,
	finishRecommendation,
	withdrawRecommendation,
	learningTime,
	bookTime,
	removeTime,
	learningTimeSums,
	requestException,
	decideException,
	grantException,
	learnerRecords,
	learnerRecord,
	ownRecords,
	evaluationPage,
	answerEvaluation,
	weekPage,
	guidancePage,
	waitingPeople,
	noteSilence,
];
