import type { AccessPurpose } from '#community/server/record-access.ts';
import { m } from '#messages/messages.js';

/** Why somebody looked, as it is shown to whom it concerns. */
export function accessWords(purpose: string): string {
	const words: Record<AccessPurpose, () => string> = {
		requirements: m.access_requirements,
		course_record: m.access_course_record,
		silence: m.access_silence,
		learning_time: m.access_learning_time,
		attendance: m.access_attendance,
		absences: m.access_absences,
		results: m.access_results,
		exam: m.access_exam,
		evidence: m.access_evidence,
	};
	return Object.entries(words).find(([known]) => known === purpose)?.[1]() ?? purpose;
}
