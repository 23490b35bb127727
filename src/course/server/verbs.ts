import type { AnyVerb } from '#platform/server/verb.ts';
import {
	applicationPage,
	applicationToConfirm,
	seatInvitation,
	seatOfferPage,
} from '#course/server/application-pages.ts';
import { applyToCohort, verifyApplication } from '#course/server/applying.ts';
import { cancelCohort } from '#course/server/cancelling.ts';
import { cohortList } from '#course/server/cohort-list.ts';
import { cohortApplications, cohortPage, cohortPeople, cohortTimetable } from '#course/server/cohort-pages.ts';
import { courseList, coursePage } from '#course/server/course-pages.ts';
import { courseVersions, importCourse, replaceUnitVersion } from '#course/server/course-versions.ts';
import { acceptApplication, declineApplication } from '#course/server/deciding.ts';
import { takeUpInvitation } from '#course/server/enrolling.ts';
import { endLearnerEnrolment, leaveCohort, ownEnrolment } from '#course/server/leaving.ts';
import { cohortPreview } from '#course/server/first-timetable.ts';
import { learningSystem } from '#course/server/learning-system.ts';
import { openCohort } from '#course/server/opening.ts';
import { publishCohort, updateCohort } from '#course/server/publishing.ts';
import { assignStaff, endStaffAssignment } from '#course/server/staff.ts';
import { addDayOff, insertPause, moveMeeting, removeDayOff, removePause } from '#course/server/timetable.ts';
import { answerSeatOffer, withdrawApplication } from '#course/server/withdrawing.ts';

export const courseVerbs: readonly AnyVerb[] = [
	courseList,
	coursePage,
	// Fixed addresses come before those with a parameter in their place.
	applicationToConfirm,
	applicationPage,
	seatOfferPage,
	seatInvitation,
	cohortList,
	cohortPage,
	cohortApplications,
	cohortTimetable,
	cohortPeople,
	ownEnrolment,
	importCourse,
	courseVersions,
	replaceUnitVersion,
	cohortPreview,
	learningSystem,
	openCohort,
	updateCohort,
	publishCohort,
	cancelCohort,
	assignStaff,
	endStaffAssignment,
	moveMeeting,
	insertPause,
	removePause,
	addDayOff,
	removeDayOff,
	applyToCohort,
	verifyApplication,
	acceptApplication,
	declineApplication,
	withdrawApplication,
	answerSeatOffer,
	takeUpInvitation,
	leaveCohort,
	endLearnerEnrolment,
];
