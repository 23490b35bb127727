import { lexicon as words } from './lexicon.ts';

/** Between two parts stands nothing or one of these (Duden, Fugenelement). */
const links = ['', 's', 'n', 'en', 'es', 'er', 'e', 'ns', 'ens'];
/** What the last part may end in: the plural and the cases. */
const endings = ['', 'en', 'er', 'es', 'e', 'n', 's', 'ern', 'nen', 'innen', 'in'];
/** Shorter parts split more words wrongly than rightly. */
const shortest = 3;

type Lexicon = { stems: ReadonlySet<string>; whole: ReadonlySet<string> };

function lexiconOf(text: string): Lexicon {
	const [stems = '', whole = ''] = text.split('!');
	const listed = (part: string) => new Set(part.split(/\s+/).filter(Boolean));
	return { stems: listed(stems), whole: listed(whole) };
}

const lexicon = lexiconOf(words);

/**
 * The parts of a German compound, as they stand in the lexicon: "Prüfungsordnung" has `prüfung` and `ordnung`. Of several
 * ways to split it is the one with the fewest parts, and of those the one with the longest last part, which carries the
 * meaning. A word that is no compound, or is listed as one that is never split, has none.
 */
export function partsOf(word: string): string[] {
	const lower = word.toLowerCase();
	if (lower.includes('-')) return lower.split('-').flatMap((part) => leaves(part));
	const parts = leaves(lower);
	return parts.length > 1 ? parts : [];
}

/** A part that is a compound itself is taken apart, too. */
function leaves(word: string): string[] {
	if (word.length < shortest) return [];
	if (word.length < 2 * shortest || isWhole(word)) return [word];
	const parts = splitInTwoOrMore(word, new Map());
	return parts ? parts.flatMap(leaves) : [word];
}

const isWhole = (word: string): boolean =>
	endings.some((ending) => word.endsWith(ending) && lexicon.whole.has(word.slice(0, word.length - ending.length)));
const isStem = (word: string): boolean => lexicon.whole.has(word) || lexicon.stems.has(word);

/** What is left of a word, whole or split; `null` when it is neither. */
function split(rest: string, known: Map<string, string[] | null>): string[] | null {
	const before = known.get(rest);
	if (before !== undefined) return before;
	const best = lastPart(rest) ?? splitInTwoOrMore(rest, known);
	known.set(rest, best);
	return best;
}

function splitInTwoOrMore(rest: string, known: Map<string, string[] | null>): string[] | null {
	let best: string[] | null = null;
	for (let length = shortest; length <= rest.length - shortest; length++) {
		const part = rest.slice(0, length);
		if (!isStem(part)) continue;
		for (const link of links) {
			if (!rest.startsWith(link, length)) continue;
			const others = split(rest.slice(length + link.length), known);
			if (others && better([part, ...others], best)) best = [part, ...others];
		}
	}
	return best;
}

function lastPart(rest: string): string[] | null {
	for (const ending of endings) {
		const stem = rest.slice(0, rest.length - ending.length);
		if (stem.length >= shortest && rest.endsWith(ending) && isStem(stem)) return [stem];
	}
	return null;
}

function better(one: readonly string[], other: readonly string[] | null): boolean {
	if (!other || one.length !== other.length) return !other || one.length < other.length;
	return (one.at(-1)?.length ?? 0) > (other.at(-1)?.length ?? 0);
}
