import type { AnyVerb } from '#platform/server/verb.ts';
import {
	certificateCheck,
	certificatePdf,
	cohortCertificates,
	issueCertificates,
	ownCertificates,
	revokeCertificate,
} from '#credentials/server/certificates.ts';
import { closeCohort } from '#credentials/server/closing.ts';
import { exportOwn } from '#credentials/server/export.ts';
import { decideObjection, releaseResults } from '#credentials/server/release.ts';

export const credentialsVerbs: readonly AnyVerb[] = [
	releaseResults,
	decideObjection,
	issueCertificates,
	certificateCheck,
	certificatePdf,
	ownCertificates,
	cohortCertificates,
	revokeCertificate,
	closeCohort,
	exportOwn,
];
