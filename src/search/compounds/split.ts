import { before, parts } from './lexicon.ts';

/** Between two parts stands nothing or one of these (Duden, Fugenelement). */
const links = ['', 's', 'n', 'en', 'es', 'er', 'e', 'ns', 'ens'];
/** After these always an s (Duden, Fugen-s): "Gesundheitsamt" is no Samt. */
const takesS = /(?:heit|ion|keit|ling|schaft|tät|tum|ung)$/;
/** What the last part may end in: the plural and the cases. */
const endings = ['', 'en', 'er', 'es', 'e', 'n', 's', 'ern', 'nen', 'innen', 'in'];
/** Shorter parts split more words wrongly than rightly. */
const shortest = 3;
/** Adjectives and particles that stand before nouns without any ending (Duden, Bestimmungswort). */
const alsoBefore =
	'haupt neben sonder gesamt einzel selbst eigen zwischen mindest höchst außen innen doppel groß klein neu frei fern ' +
	'hoch halb kurz lang voll spät früh mehr viel erst zweit dritt weiter fort rück gegen alt alten jung heim barriere';
/** Of words without a capital those in -bar, -los, -end are adjectives and participles, which are looked for as they are. */
const noNoun = /(?:bar|end|fach|haft|(?<!t)isch|los|mal|mäßig|test|voll)(?:e[mnrs]?)?$/;

const whole = new Set(parts.split(' '));
const modifiers = new Set([...before.split(' '), ...alsoBefore.split(' ')]);

/** A part as it stands in the lexicon, and where in the word it begins. */
type Part = { stem: string; at: number };

/**
 * The parts of a German compound, as they stand in the lexicon: "Prüfungsordnung" has `prüfung` and `ordnung`. Of several
 * ways to split it is the one with the fewest parts, and of those the one with the longest last part, which carries the
 * meaning. A word that is no compound has none.
 */
export const partsOf = (word: string): string[] => split(word).map(({ stem }) => stem);

/**
 * Whatever of a compound people may look for: its parts, and its parts together where there are more than two, so that
 * "Tagesordnungspunkt" has `tagesordnung` and `ordnungspunkt` as well.
 */
export function piecesOf(word: string): string[] {
	const lower = word.toLowerCase();
	const found = split(word);
	const pieces = found.flatMap((first, i) =>
		found.slice(i).map((last, n) => (n === 0 ? first.stem : lower.slice(first.at, last.at + last.stem.length))),
	);
	return [...new Set(pieces)].filter((piece) => piece !== lower);
}

function split(word: string): Part[] {
	const lower = word.toLowerCase();
	if (lower.includes('-')) return hyphened(lower);
	if (lower === word && noNoun.test(lower)) return [];
	const found = leaves({ stem: lower, at: 0 });
	return found.length > 1 ? found : [];
}

/** What a hyphen joins are parts anyway. */
function hyphened(word: string): Part[] {
	let at = 0;
	return word.split('-').flatMap((stem) => {
		const found = leaves({ stem, at });
		at += stem.length + 1;
		return found;
	});
}

/** A part that is a compound itself is taken apart, too. */
function leaves(part: Part): Part[] {
	if (part.stem.length < shortest) return [];
	const found = part.stem.length < 2 * shortest ? null : inTwoOrMore(part.stem, 0, new Map());
	return found?.flatMap(({ stem, at }) => leaves({ stem, at: part.at + at })) ?? [part];
}

/** What is left of a word from `at` on, whole or split; `null` when it is neither. */
function rest(word: string, at: number, known: Map<number, Part[] | null>): Part[] | null {
	const earlier = known.get(at);
	if (earlier !== undefined) return earlier;
	const best = lastPart(word, at) ?? inTwoOrMore(word, at, known);
	known.set(at, best);
	return best;
}

function inTwoOrMore(word: string, at: number, known: Map<number, Part[] | null>): Part[] | null {
	let best: Part[] | null = null;
	for (let end = at + shortest; end <= word.length - shortest; end++) {
		const stem = word.slice(at, end);
		const isWhole = whole.has(stem);
		if (!isWhole && !modifiers.has(stem)) continue;
		for (const link of !isWhole ? [''] : takesS.test(stem) ? ['s'] : links) {
			if (!word.startsWith(link, end)) continue;
			const others = rest(word, end + link.length, known);
			if (others && isBetter(others, best?.slice(1))) best = [{ stem, at }, ...others];
		}
	}
	return best;
}

function lastPart(word: string, at: number): Part[] | null {
	for (const ending of endings) {
		const stem = word.slice(at, word.length - ending.length);
		if (stem.length >= shortest && word.endsWith(ending) && whole.has(stem)) return [{ stem, at }];
	}
	return null;
}

function isBetter(one: readonly Part[], other: readonly Part[] | undefined): boolean {
	if (!other || one.length !== other.length) return !other || one.length < other.length;
	return (one.at(-1)?.stem.length ?? 0) > (other.at(-1)?.stem.length ?? 0);
}
