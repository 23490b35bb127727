import { m } from '#messages/messages.js';

export const kinds = ['lesson', 'thread', 'person', 'link'] as const;
export type Kind = (typeof kinds)[number];

const names = {
	lesson: m.recommend_kind_lesson,
	thread: m.recommend_kind_thread,
	person: m.recommend_kind_person,
	link: m.recommend_kind_link,
};

export function kindName(kind: string): string {
	const known = kinds.find((one) => one === kind);
	return known ? names[known]() : kind;
}
