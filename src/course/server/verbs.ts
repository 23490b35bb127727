import type { AnyVerb } from '#platform/server/verb.ts';
import { applyToCohort, verifyApplication } from '#course/server/applying.ts';
import { cancelCohort } from '#course/server/cancelling.ts';
import { courseVersions, importCourse, replaceUnitVersion } from '#course/server/course-versions.ts';
import { acceptApplication, declineApplication } from '#course/server/deciding.ts';
import { takeUpInvitation } from '#course/server/enrolling.ts';
import { endLearnerEnrolment, leaveCohort } from '#course/server/leaving.ts';
import { openCohort } from '#course/server/opening.ts';
import { publishCohort, updateCohort } from '#course/server/publishing.ts';
import { assignStaff, endStaffAssignment } from '#course/server/staff.ts';
import { addDayOff, insertPause, moveMeeting, removeDayOff, removePause } from '#course/server/timetable.ts';
import { answerSeatOffer, withdrawApplication } from '#course/server/withdrawing.ts';

export const courseVerbs: readonly AnyVerb[] = [
	importCourse,
	courseVersions,
	replaceUnitVersion,
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
