import { cohortCertificates, issueCertificates, revokeCertificate } from '#credentials/server/certificates.ts';
import { closeCohort } from '#credentials/server/closing.ts';
import { releaseResults } from '#credentials/server/release.ts';
import { assignExaminers } from '#exam/server/assigning.ts';
import { cohortExam } from '#exam/server/cohort-exam.ts';
import { grantExtension } from '#exam/server/extensions.ts';
import { decideHearing } from '#exam/server/hearings.ts';
import { importPracticeCases } from '#exam/server/practice-cases.ts';
import { cancelExam, joinExam, scheduleExam, scheduleRetake } from '#exam/server/schedule.ts';
import { decideWithdrawalForCause } from '#exam/server/withdrawal.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const wish = Object.fromEntries(event.url.searchParams);
	return { ...(await look(event, cohortExam, wish)), ...(await look(event, cohortCertificates)) };
};
export const actions: Actions = {
	practice: (event) => submit(event, importPracticeCases),
	schedule: (event) => submit(event, scheduleExam),
	retake: (event) => submit(event, scheduleRetake),
	join: (event) => submit(event, joinExam),
	cancel: (event) => submit(event, cancelExam),
	extend: (event) => submit(event, grantExtension),
	withdrawal: (event) => submit(event, decideWithdrawalForCause),
	assign: (event) => submit(event, assignExaminers),
	hearing: (event) => submit(event, decideHearing),
	release: (event) => submit(event, releaseResults),
	issue: (event) => submit(event, issueCertificates),
	revoke: (event) => submit(event, revokeCertificate),
	close: (event) => submit(event, closeCohort),
};
