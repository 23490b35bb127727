import type { AnyVerb } from '#platform/server/verb.ts';
import { assignExaminer, assignExaminers } from '#exam/server/assigning.ts';
import { enterCase, examCase, examCases, retireCase, reviseCase } from '#exam/server/cases.ts';
import { cohortExam } from '#exam/server/cohort-exam.ts';
import { attachEvidence, openEvidence, removeEvidence } from '#exam/server/evidence.ts';
import { examPage } from '#exam/server/exam-page.ts';
import { examResults } from '#exam/server/exam-results.ts';
import { grantExtension } from '#exam/server/extensions.ts';
import { declineAutomaticHandIn, handInPaper, withdrawPaper } from '#exam/server/hand-in.ts';
import { decideHearing, makeStatement, openHearing } from '#exam/server/hearings.ts';
import { lateExam } from '#exam/server/late-exam.ts';
import { markingList, markingPage, markingPdf } from '#exam/server/marking-page.ts';
import { saveMark, settleMarks, submitMark } from '#exam/server/marks.ts';
import { assignObjection, objectionList, objectionPage, raiseObjection } from '#exam/server/objections.ts';
import { paperPage, paperPages, paperPdf } from '#exam/server/paper-page.ts';
import { importPracticeCases } from '#exam/server/practice-cases.ts';
import { inspectResult, resultPage } from '#exam/server/result-page.ts';
import { cancelExam, joinExam, scheduleExam, scheduleRetake } from '#exam/server/schedule.ts';
import { dropApart, saveSection } from '#exam/server/sections.ts';
import { decideWithdrawalForCause, withdrawForCause } from '#exam/server/withdrawal.ts';

export const examVerbs: readonly AnyVerb[] = [
	enterCase,
	reviseCase,
	retireCase,
	examCases,
	examCase,
	importPracticeCases,
	cohortExam,
	scheduleExam,
	scheduleRetake,
	joinExam,
	cancelExam,
	examPage,
	lateExam,
	withdrawForCause,
	decideWithdrawalForCause,
	attachEvidence,
	removeEvidence,
	openEvidence,
	grantExtension,
	paperPage,
	paperPages,
	paperPdf,
	saveSection,
	dropApart,
	handInPaper,
	withdrawPaper,
	declineAutomaticHandIn,
	assignExaminers,
	assignExaminer,
	markingList,
	markingPage,
	markingPdf,
	saveMark,
	submitMark,
	settleMarks,
	examResults,
	resultPage,
	inspectResult,
	raiseObjection,
	assignObjection,
	objectionList,
	objectionPage,
	openHearing,
	makeStatement,
	decideHearing,
];
