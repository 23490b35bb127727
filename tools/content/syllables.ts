/**
 * German syllables, counted by their vowels as Toni Amstad does in “Wie verständlich sind unsere Zeitungen?” (Zürich
 * 1978): every vowel or diphthong makes one. Pairs that are spoken apart, such as i-o in “Nation”, count as two.
 */
export function syllablesIn(word: string): number {
	const letters = word
		.toLowerCase()
		.replaceAll('qu', 'q')
		.replace(/^y(?=[aeiou])/, 'j')
		// "Kooperation", "koordinieren": the first syllable is a prefix
		.replace(/koo(?=[pr])/, 'ko-o')
		// "Familie", "Serie": the ending is spoken apart
		.replace(/(?<=famil|ser|lin|mater|lil|studi|fer|akt|fol|ar)ien?$/, 'i-e');
	const nuclei = letters.match(/a[aiuy]|äu|e[eiuy]|ie|oo|o[iy](?![aeiouäöü])|[aeiouäöüyéèêàôû]/g);
	return Math.max(1, nuclei?.length ?? 0);
}

/**
 * The reading ease of a German text after Amstad, who fitted Flesch's formula to German: 180 less the mean length of
 * sentences in words, less 58.5 times the mean length of words in syllables. 0 is hardly readable, 100 very easy;
 * demanding trade journals lie between 30 and 50.
 */
export function amstad(sentences: readonly string[]): number {
	const words = sentences.map(wordsOf).filter((each) => each.length > 0);
	const count = words.reduce((sum, each) => sum + each.length, 0);
	const syllables = words.flat().reduce((sum, word) => sum + syllablesIn(word), 0);
	return count === 0 ? 100 : 180 - count / words.length - (58.5 * syllables) / count;
}

/** Words of letters; figures are read in many ways and are left out, and a hyphen joins. */
const wordsOf = (sentence: string): string[] => sentence.match(/\p{L}[\p{L}\p{M}’'-]*/gu) ?? [];

const segmenter = new Intl.Segmenter('de', { granularity: 'sentence' });

/** The sentences of a paragraph; the full stops of abbreviations do not end one. */
export function sentencesOf(paragraph: string): string[] {
	const plain = paragraph
		.replace(/\b(\p{L}{1,2})\.\s?(?=\p{L}\.)/gu, '$1')
		.replace(/\b(bzw|usw|vgl|ca|etc|Nr|Abb|Dr|Prof|St|z|d|u|Mio|Mrd|sog|ggf|inkl|Kap|Art|Abs)\.(?=\s)/g, '$1');
	return [...segmenter.segment(plain)].map(({ segment }) => segment.trim()).filter((sentence) => /\p{L}/u.test(sentence));
}
