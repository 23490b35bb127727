import ranges from '../../../assets/fonts/coverage.json' with { type: 'json' };

const shown = new Set(
	ranges.flatMap(([from = 0, to = -1]) => Array.from({ length: to - from + 1 }, (_, i) => from + i)),
);
/** Joiners, variation selectors and optional breaks, which shape what is around them. */
const shaping = /[\u00AD\u200B-\u200D\uFE0E\uFE0F\u{1F3FB}-\u{1F3FF}\u{E0020}-\u{E007F}]/u;
/** Control characters and such that turn the direction of writing, which could make text read as what it is not. */
const unwanted = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;
const box = '□';

/**
 * Makes every text in `data` showable with the bundled fonts: composed letters, no control characters, and a box for what
 * no bundled font has. Typst refuses to write an accessible PDF with a missing letter, and no paper may fail for that.
 * Adds the letters without a shape to `missing`.
 */
export function legible(data: unknown, missing: Set<string>): unknown {
	if (typeof data === 'string') return legibleText(data, missing);
	if (Array.isArray(data)) return data.map((item) => legible(item, missing));
	if (data === null || typeof data !== 'object') return data;
	return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, legible(value, missing)]));
}

function legibleText(text: string, missing: Set<string>): string {
	return Array.from(text.toWellFormed().normalize('NFC'), (letter) => {
		if (letter === '\n' || shaping.test(letter)) return letter;
		if (letter === '\t') return '    ';
		if (unwanted.test(letter)) return '';
		if (shown.has(letter.codePointAt(0) ?? 0)) return letter;
		missing.add(letter);
		return box;
	}).join('');
}

/** Whether anything of the text is seen; a heading of which nothing is seen is no heading in a tagged PDF. */
export function isSeen(text: string): boolean {
	return Array.from(legibleText(text, new Set())).some((letter) => !shaping.test(letter) && letter.trim() !== '');
}

/** A heading or title that can be shown: the text, able to break, or else what stands in for it. */
export function shownOr(text: string, instead: string): string {
	return isSeen(text) ? breakable(text.replaceAll(/\s+/g, ' ').trim()) : instead;
}

/** Lets a word of more than 50 characters break every 25, so that nothing runs off the page. */
export function breakable(text: string): string {
	return text.replaceAll(/\S{51,}/gu, (word) => word.replaceAll(/\S{25}/gu, '$&\u200B'));
}
