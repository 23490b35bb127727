import { m } from '#messages/messages.js';

/** Why somebody looked, as it is shown to whom it concerns. */
export function accessWords(purpose: string): string {
	const words: Record<string, () => string> = {
		requirements: m.access_requirements,
		course_record: m.access_course_record,
		silence: m.access_silence,
	};
	return words[purpose]?.() ?? purpose;
}
