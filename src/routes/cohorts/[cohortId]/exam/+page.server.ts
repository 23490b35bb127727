import { cohortCertificates, issueCertificates, revokeCertificate } from '#credentials/server/certificates.ts';
import { closeCohort } from '#credentials/server/closing.ts';
import { releaseResults } from '#credentials/server/release.ts';
import { cohortPage } from '#course/server/cohort-pages.ts';
import { assignExaminer, assignExaminers } from '#exam/server/assigning.ts';
import { cohortExam } from '#exam/server/cohort-exam.ts';
import { grantExtension } from '#exam/server/extensions.ts';
import { decideHearing, openHearing } from '#exam/server/hearings.ts';
import { assignObjection } from '#exam/server/objections.ts';
import { importPracticeCases } from '#exam/server/practice-cases.ts';
import { cancelExam, joinExam, scheduleExam, scheduleRetake } from '#exam/server/schedule.ts';
import { decideWithdrawalForCause } from '#exam/server/withdrawal.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const wish = Object.fromEntries(event.url.searchParams);
	const { opensOn, opensAt } = wish;
	return {
		...(await look(event, cohortExam, { opensOn, opensAt })),
		...(await look(event, cohortCertificates)),
		head: (await look(event, cohortPage)).cohort,
	};
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
	examiner: (event) => submit(event, assignExaminer),
	hearing: (event) => submit(event, openHearing),
	decideHearing: (event) => submit(event, decideHearing),
	objection: (event) => submit(event, assignObjection),
	release: (event) => submit(event, releaseResults),
	issue: (event) => submit(event, issueCertificates),
	revoke: (event) => submit(event, revokeCertificate),
	close: (event) => submit(event, closeCohort),
};
