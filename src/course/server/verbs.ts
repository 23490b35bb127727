import type { AnyVerb } from '#platform/server/verb.ts';
import { applyToCohort, verifyApplication } from '#course/server/applying.ts';
import { acceptApplication, declineApplication } from '#course/server/deciding.ts';
import { takeUpInvitation } from '#course/server/enrolling.ts';
import { endLearnerEnrolment, leaveCohort } from '#course/server/leaving.ts';
import { openCohort } from '#course/server/opening.ts';

export const courseVerbs: readonly AnyVerb[] = [
	openCohort,
	applyToCohort,
	verifyApplication,
	acceptApplication,
	declineApplication,
	takeUpInvitation,
	leaveCohort,
	endLearnerEnrolment,
];
