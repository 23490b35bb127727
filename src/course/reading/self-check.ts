import type { Question } from '#course/package/question-model.ts';

/**
 * The self-check of a lesson. Answers are judged and forgotten: nothing of them is kept.
 *
 * An answer is the ids chosen for `single`, `scenario` and `multiple`; for `order` the place of each item from 1, and
 * for `match` the id of the pair whose right side was given to each left side, both by the id of what is answered.
 */
export interface Answer {
	chosen: readonly string[];
	places: Readonly<Record<string, string>>;
}

export interface Judgement {
	/** Whether there is anything to judge. */
	answered: boolean;
	right: boolean;
	/** By the id of an option, item or pair: whether it was answered rightly. */
	parts: Record<string, boolean>;
}

export function judge(question: Question, { chosen, places }: Answer): Judgement {
	const parts = partsOf(question, chosen, places);
	const answered = 'options' in question ? chosen.length > 0 : Object.values(places).some((place) => place !== '');
	return { answered, right: answered && Object.values(parts).every(Boolean), parts };
}

function partsOf(
	question: Question,
	chosen: readonly string[],
	places: Readonly<Record<string, string>>,
): Record<string, boolean> {
	if ('options' in question)
		return Object.fromEntries(question.options.map(({ id, right }) => [id, chosen.includes(id) === right]));
	if ('items' in question)
		return Object.fromEntries(question.items.map(({ id }, index) => [id, places[id] === String(index + 1)]));
	return Object.fromEntries(question.pairs.map(({ id }) => [id, places[id] === id]));
}

/**
 * The same things in an order that looks like chance, is the same at every look, and is not the one they came in, so
 * that a form can be sent back and people can talk about it.
 */
export function shuffled<Thing extends { id: string }>(things: readonly Thing[], seed: string): Thing[] {
	const drawn = [...things].sort((a, b) => numberOf(seed + a.id) - numberOf(seed + b.id));
	const moved = drawn.some(({ id }, index) => id !== things[index]?.id);
	return moved ? drawn : [...drawn.slice(1), ...drawn.slice(0, 1)];
}

/** FNV-1a over the code units, then mixed, so that texts that differ at their end lie far apart. */
function numberOf(text: string): number {
	let hash = 0x811c9dc5;
	for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
	return (hash ^ (hash >>> 15)) >>> 0;
}
