import type { Work } from '#course/package/library-model.ts';
import type { Language } from '#course/package/text.ts';

type Bibliography = Readonly<Record<string, Work>>;

/** How a work is cited: “McMillan & Chavis 1986”; “Ostrom 1990a” where two would be called the same. */
export function citedAs(key: string, bibliography: Bibliography): string | null {
	const work = bibliography[key];
	if (!work) return null;
	const plain = plainLabel(work);
	const same = Object.keys(bibliography)
		.filter((other) => {
			const one = bibliography[other];
			return one !== undefined && plainLabel(one) === plain;
		})
		.sort();
	return same.length === 1 ? plain : `${plain}${String.fromCharCode(97 + same.indexOf(key))}`;
}

function plainLabel({ authors, year }: Work): string {
	const names = authors.map(familyName);
	const [first = '', second = ''] = names;
	const who = names.length === 1 ? first : names.length === 2 ? `${first} & ${second}` : `${first} et al.`;
	return `${who} ${year}`;
}

const familyName = (author: string): string => author.split(',')[0]?.trim() ?? author;

/** A work as it stands in a list: who, when, what, where. */
export interface Entry {
	key: string;
	authors: string;
	year: string;
	title: string;
	/** Without full stop at the end. */
	in: string | null;
	url: string | null;
}

export function entryOf(key: string, bibliography: Bibliography, language: Language): Entry | null {
	const work = bibliography[key];
	const label = citedAs(key, bibliography);
	if (!work || label === null) return null;
	return {
		key,
		authors: new Intl.ListFormat(language === 'de' ? 'de-DE' : 'en-GB').format(work.authors),
		// with the letter that tells it from its namesakes
		year: `${work.year}${label.slice(plainLabel(work).length)}`,
		title: work.title.replace(/\.$/, ''),
		in: work.in ? inLanguage(work.in, language).replace(/\.$/, '') : null,
		url: work.url ?? null,
	};
}

/** The bibliography is written in German; its few German words have English ones. */
function inLanguage(text: string, language: Language): string {
	if (language === 'de') return text;
	return text
		.replace(/\bS\.\s(?=\d+\s?[–-]\s?\d)/g, 'pp. ')
		.replace(/\bS\.\s(?=\d)/g, 'p. ')
		.replace(/\(Hrsg\.\)/g, '(ed.)')
		.replace(/\bHrsg\./g, 'ed.')
		.replace(/\b(\d+)\. Aufl(age|\.)/g, 'ed. $1')
		.replace(/\bBd\.\s(?=\d)/g, 'vol. ');
}

/** Keys by author, year and title, as a bibliography lists them. */
export function inOrder(keys: Iterable<string>, bibliography: Bibliography, language: Language): Entry[] {
	const collator = new Intl.Collator(language, { numeric: true });
	return [...keys]
		.flatMap((key) => entryOf(key, bibliography, language) ?? [])
		.sort(
			(a, b) =>
				collator.compare(a.authors, b.authors) ||
				collator.compare(a.year, b.year) ||
				collator.compare(a.title, b.title),
		);
}
