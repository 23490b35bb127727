import { piecesOf } from '#search/compounds/split.ts';
import { spellings, wordsOf } from '#search/query.ts';

/** A piece of a text, and whether it is what was looked for. */
export type Segment = { text: string; found: boolean };

/** About how many characters of a longer text are shown, and how many of them stand before what was found. */
const [shown, leading] = [220, 60];

/** Marks in titles and passages what a search found there, by the rules by which the index finds it, as nearly as they can be told without it. */
export function marker(q: string): { title: (text: string) => Segment[]; passage: (text: string) => Segment[] } {
	const typed = wordsOf(q).flatMap((word) => word.split('-'));
	const wanted = typed.flatMap((word, index) =>
		spellings(word).map((way) => ({ word: fold(way), begun: index === typed.length - 1 })),
	);
	const isFound = (text: string): boolean => {
		const token = fold(text);
		return wanted.some(
			({ word, begun }) =>
				isSame(token, word, begun) || isWithin(text, token, (piece) => isSame(piece, word, begun), word),
		);
	};
	const hasSlip = (text: string): boolean => wanted.some(({ word }) => isAlike(fold(text), word));
	const candidates = new RegExp(
		`${letters}*(?:${wanted.map(({ word }) => beginning(word)).join('|')})${letters}*`,
		'giu',
	);
	return {
		title: (text) =>
			pieces(
				text,
				matches(text, everyWord, (word) => isFound(word) || hasSlip(word)),
			),
		passage: (text) => around(text, matches(text, candidates, isFound)),
	};
}

const letters = String.raw`[\p{L}\p{N}]`;
const everyWord = new RegExp(`${letters}+`, 'gu');

/** Letters as they are compared: without capitals, umlauts and sharp s. */
const fold = (word: string): string =>
	word.toLowerCase().replaceAll('ä', 'a').replaceAll('ö', 'o').replaceAll('ü', 'u').replaceAll('ß', 'ss');

/** As a pattern the first letters of a folded word, by which it is looked for in a text as it stands. */
function beginning(word: string): string {
	const open: Record<string, string> = { a: '[aä]', o: '[oö]', u: '[uü]', s: '[sß]' };
	return [...word.slice(0, 3)].map((letter) => open[letter] ?? letter).join('');
}

/** Two forms of a word differ in up to three letters at the end; the word that is being typed may be only begun. */
function isSame(one: string, word: string, begun: boolean): boolean {
	if (one === word || (begun && one.startsWith(word))) return true;
	const [short, long] = one.length < word.length ? [one, word] : [word, one];
	if (short.length < 4 || long.length - short.length > 3) return false;
	return long.startsWith(short) || (short.length > 5 && long.startsWith(short.slice(0, -1)));
}

/** Only a word in which the other stands can have it for a part. */
const isWithin = (text: string, token: string, is: (piece: string) => boolean, word: string): boolean =>
	token.length > word.length &&
	token.includes(word.slice(0, Math.max(3, word.length - 2))) &&
	piecesOf(text).some((piece) => is(fold(piece)));

/** One slip in five letters at most: a letter too many, too few or another. */
function isAlike(one: string, word: string): boolean {
	if (Math.abs(one.length - word.length) > 2 || word.length < 5) return false;
	const pairs = (text: string) => new Set([...text].map((letter, i) => letter + (text[i + 1] ?? ' ')));
	const [a, b] = [pairs(one), pairs(word)];
	return (2 * [...a].filter((pair) => b.has(pair)).length) / (a.size + b.size) > 0.6;
}

type Match = { from: number; to: number };

const matches = (text: string, among: RegExp, is: (word: string) => boolean): Match[] =>
	[...text.matchAll(among)]
		.filter(([word]) => is(word))
		.map(({ 0: word, index }) => ({ from: index, to: index + word.length }));

function pieces(text: string, found: readonly Match[], begin = 0, end = text.length): Segment[] {
	const segments: Segment[] = [];
	let at = begin;
	for (const { from, to } of found) {
		if (from < at || to > end) continue;
		segments.push({ text: text.slice(at, from), found: false }, { text: text.slice(from, to), found: true });
		at = to;
	}
	segments.push({ text: text.slice(at, end), found: false });
	return segments.filter((segment) => segment.text !== '');
}

/** The passage that holds most of what was found, cut between words; the beginning of the text when nothing was. */
function around(text: string, found: readonly Match[]): Segment[] {
	const within = (match: Match) =>
		found.filter(({ from, to }) => from >= match.from && to <= match.from + shown - leading);
	const [best] = found.toSorted((a, b) => within(b).length - within(a).length || a.from - b.from);
	const near = Math.max(0, (best?.from ?? 0) - leading);
	const begin = near === 0 ? 0 : text.indexOf(' ', near) + 1;
	const cut = text.length <= begin + shown ? text.length : text.lastIndexOf(' ', begin + shown);
	const end = cut <= Math.max(begin, best?.to ?? 0) ? Math.min(text.length, begin + shown) : cut;
	const segments = pieces(text, found, begin, end);
	const gap = (words: string) => [{ text: words, found: false }];
	return [...(begin > 0 ? gap('… ') : []), ...segments, ...(end < text.length ? gap(' …') : [])];
}
