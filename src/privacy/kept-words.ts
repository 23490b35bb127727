import { m } from '#messages/messages.js';
import type { Locale } from '#platform/viewer.ts';
import type { Basis, KeptId, Period } from '#privacy/kept.ts';
import type { Retention } from '#privacy/retention.ts';

type Said = (inputs?: Record<string, never>, options?: { locale?: Locale }) => string;
/** What it is, what it is for, and who sees it. */
const words: Record<KeptId, readonly [Said, Said, Said]> = {
	account: [m.privacy_account, m.privacy_account_purpose, m.privacy_account_seen],
	files: [m.privacy_files, m.privacy_files_purpose, m.privacy_files_seen],
	application: [m.privacy_application, m.privacy_application_purpose, m.privacy_application_seen],
	membership: [m.privacy_membership, m.privacy_membership_purpose, m.privacy_membership_seen],
	conversation: [m.privacy_conversation, m.privacy_conversation_purpose, m.privacy_conversation_seen],
	reading: [m.privacy_reading, m.privacy_reading_purpose, m.privacy_reading_seen],
	groups: [m.privacy_groups, m.privacy_groups_purpose, m.privacy_groups_seen],
	attendance: [m.privacy_attendance, m.privacy_attendance_purpose, m.privacy_attendance_seen],
	learning_time: [m.privacy_learning_time, m.privacy_learning_time_purpose, m.privacy_learning_time_seen],
	results: [m.privacy_results, m.privacy_results_purpose, m.privacy_results_seen],
	requirements: [m.privacy_requirements, m.privacy_requirements_purpose, m.privacy_requirements_seen],
	evaluation: [m.privacy_evaluation, m.privacy_evaluation_purpose, m.privacy_evaluation_seen],
	exam: [m.privacy_exam, m.privacy_exam_purpose, m.privacy_exam_seen],
	evidence: [m.privacy_evidence, m.privacy_evidence_purpose, m.privacy_evidence_seen],
	certificates: [m.privacy_certificates, m.privacy_certificates_purpose, m.privacy_certificates_seen],
	messages: [m.privacy_messages, m.privacy_messages_purpose, m.privacy_messages_seen],
	access: [m.privacy_access, m.privacy_access_purpose, m.privacy_access_seen],
	rights: [m.privacy_rights, m.privacy_rights_purpose, m.privacy_rights_seen],
	log: [m.privacy_log, m.privacy_log_purpose, m.privacy_log_seen],
};

/** In the page's language, or in one of one's choice. */
export function keptWords(id: KeptId, locale?: Locale): { name: string; purpose: string; seen: string } {
	const [name, purpose, seen] = words[id];
	const to = locale ? { locale } : {};
	return { name: name({}, to), purpose: purpose({}, to), seen: seen({}, to) };
}

const bases: Record<Basis, () => string> = {
	contract: m.privacy_basis_contract,
	interest: m.privacy_basis_interest,
	duty: m.privacy_basis_duty,
	consent: m.privacy_basis_consent,
};

export const basisWords = (basis: readonly Basis[]): string => basis.map((each) => bases[each]()).join('; ');

/** "18 Monate", and whole years from two on as years: "10 Jahre". */
export function spanWords(months: number): string {
	return months % 12 === 0 && months > 12
		? m.privacy_years({ count: months / 12 })
		: m.privacy_months({ count: months });
}

export function periodWords(period: Period, months: Retention): string {
	if ('while' in period)
		return {
			account: m.privacy_while_account,
			community: m.privacy_while_community,
			instance: m.privacy_while_instance,
		}[period.while]();
	const span = spanWords(months[period.retention]);
	const after = {
		declined: m.privacy_after_declined,
		course_end: m.privacy_after_course_end,
		results: m.privacy_after_results,
		decided: m.privacy_after_decided,
		issued: m.privacy_after_issued,
		looked: m.privacy_after_looked,
	}[period.after]({ span });
	return `${after} ${m.privacy_by_itself()}`;
}
