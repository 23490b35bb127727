import { m } from '#messages/messages.js';
import type { Choice } from '#ui/forms/field.ts';
import type { Kind } from './kinds.ts';

/** What there is to recommend in a cohort. */
export interface Offer {
	lessons: readonly { number: number; title: string; topics: readonly { id: string; title: string }[] }[];
	threads: readonly { id: string; title: string }[];
	people: readonly { userId: string; name: string; employer: string }[];
}

/** The things of one kind to choose from; links are written and not chosen. */
export function choicesOf(kind: Kind, offer: Offer): Choice[] {
	switch (kind) {
		case 'lesson':
			return offer.lessons.flatMap(({ number, topics }) =>
				topics.map(({ id, title }) => ({ value: id, label: `${m.ui_path_unit({ number })}: ${title}` })),
			);
		case 'thread':
			return offer.threads.map(({ id, title }) => ({ value: id, label: title }));
		case 'person':
			return offer.people.map(({ userId, name, employer }) => ({
				value: userId,
				label: [name, employer].filter(Boolean).join(', '),
			}));
		case 'link':
			return [];
	}
}

/** What the chosen thing is called by itself. */
export function nameOf(kind: Kind, target: string, offer: Offer): string | undefined {
	if (kind === 'lesson') return offer.lessons.flatMap(({ topics }) => topics).find(({ id }) => id === target)?.title;
	if (kind === 'thread') return offer.threads.find(({ id }) => id === target)?.title;
	if (kind === 'person') return offer.people.find(({ userId }) => userId === target)?.name;
	return undefined;
}
