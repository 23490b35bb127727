import { m } from '#messages/messages.js';
import { withinQuotes } from '#ui/within-quotes.ts';

/** Words with which a companion could write to somebody who has gone quiet: a real question, never a reproach. */
export function suggestion(person: { name: string; threadTitle: string | null }, informal: boolean): string {
	const [first = person.name] = person.name.split(' ');
	const title = person.threadTitle && withinQuotes(person.threadTitle);
	if (informal)
		return title
			? m.guidance_suggest_thread_informal({ name: first, title })
			: m.guidance_suggest_informal({ name: first });
	return title ? m.guidance_suggest_thread({ name: person.name, title }) : m.guidance_suggest({ name: person.name });
}

/** Opens the reader's own mail program; the mail leaves from their address and is not known here. */
export const letterTo = (email: string, subject: string, words: string): string =>
	`mailto:${encodeURIComponent(email).replace('%40', '@')}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(words)}`;
