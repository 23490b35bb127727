import { m } from '#messages/messages.js';

/** How it stands with an application and what comes next, said to the applicant. */
export function applicationState(state: string, cohort: string, place: number | null): { title: string; next: string } {
	switch (state) {
		case 'received':
			return { title: m.application_state_received(), next: m.application_next_received() };
		case 'waitlisted':
			return {
				title: m.application_state_waitlisted({ place: place ?? 1 }),
				next: m.application_next_waitlisted(),
			};
		case 'offered':
			return { title: m.application_state_offered(), next: m.application_next_offered() };
		case 'accepted':
			return { title: m.application_state_accepted({ cohort }), next: m.application_next_accepted() };
		case 'enrolled':
			return { title: m.application_state_enrolled({ cohort }), next: m.application_next_enrolled() };
		case 'declined':
			return { title: m.application_state_declined({ cohort }), next: m.application_next_declined() };
		case 'withdrawn':
			return { title: m.application_state_withdrawn(), next: m.application_next_withdrawn() };
		case 'expired':
			return { title: m.application_state_expired(), next: m.application_next_expired() };
		default:
			return { title: m.application_state_unverified(), next: m.application_next_unverified() };
	}
}

/** The state in a word, for those who decide. */
export function applicationTag(state: string): string {
	const words: Record<string, () => string> = {
		received: m.application_tag_received,
		waitlisted: m.application_tag_waitlisted,
		offered: m.application_tag_offered,
		accepted: m.application_tag_accepted,
		enrolled: m.application_tag_enrolled,
		declined: m.application_tag_declined,
		withdrawn: m.application_tag_withdrawn,
		expired: m.application_tag_expired,
	};
	return words[state]?.() ?? state;
}
