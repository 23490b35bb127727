import { piecesOf } from '#search/compounds/split.ts';

/** What people type, as words: letters and digits only, at most twelve. */
export const wordsOf = (text: string): string[] =>
	(
		text
			.normalize('NFC')
			.toLowerCase()
			.match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? []
	).slice(0, 12);

/** The word that says most of what is looked for. */
export const longestOf = (text: string): string => wordsOf(text).toSorted((a, b) => b.length - a.length)[0] ?? '';

/**
 * A word as it may be spelt: with umlauts for somebody whose keyboard has none, and the other way round. The stemmer
 * already takes ß for ss.
 */
export function spellings(word: string): string[] {
	const plain = word.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue');
	const umlauts = word.replaceAll('ae', 'ä').replaceAll('oe', 'ö').replaceAll('ue', 'ü');
	return [...new Set([word, plain, umlauts])];
}

/**
 * A search as PostgreSQL's `to_tsquery` reads it: every word must be there, in one of its spellings; the last one may be
 * only begun. Empty when nothing can be looked for.
 */
export function tsquery(text: string): string {
	const words = wordsOf(text);
	return words
		.map((word, index) => {
			const ways = spellings(word).map((way) => way.replaceAll('-', ' <-> '));
			return `(${ways.map((way) => (index === words.length - 1 ? `(${way}:*)` : `(${way})`)).join(' | ')})`;
		})
		.join(' & ');
}

/** What is indexed beside a text: the pieces of its compounds, each once. */
export const partsIn = (text: string): string => [...new Set(lettersIn(text).flatMap(piecesOf))].join(' ');

const lettersIn = (text: string): string[] => [...new Set(text.normalize('NFC').match(/\p{L}+(?:-\p{L}+)*/gu) ?? [])];
