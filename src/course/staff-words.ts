import { m } from '#messages/messages.js';

/** What a post is called: Kursleitung, Lernbegleitung, Prüfung. */
export function staffRoleName(role: string): string {
	if (role === 'organiser') return m.cohort_role_organiser();
	return role === 'companion' ? m.cohort_role_companion() : m.cohort_role_examiner();
}
