import { discardFailedJob, failedJobs, retryFailedJob } from '#platform/server/job-administration.ts';
import { instanceFacts } from '#platform/server/instance-facts.ts';
import { failedMails, giveUpMail, sendMailAgain } from '#platform/server/mail-administration.ts';
import type { AnyVerb } from '#platform/server/verb.ts';

/** What administrators do about the instance itself. */
export const platformVerbs: readonly AnyVerb[] = [
	instanceFacts,
	failedJobs,
	retryFailedJob,
	discardFailedJob,
	failedMails,
	sendMailAgain,
	giveUpMail,
];
