import { describe, expect, test } from 'vitest';
import type { Work } from '#course/package/library-model.ts';
import { citedAs, entryOf, inOrder } from '#course/reading/cited.ts';

const work = (authors: string[], year: number, title: string, more: Partial<Work> = {}): Work => ({
	authors,
	year,
	title,
	kind: 'article',
	...more,
});
const bibliography = {
	'two-1986': work(['McMillan, David W.', 'Chavis, David M.'], 1986, 'Sense of Community', {
		in: 'Journal of Community Psychology 14, S. 6–23.',
	}),
	'many-2012': work(
		['Kraut, Robert E.', 'Resnick, Paul', 'Kiesler, Sara'],
		2012,
		'Building Successful Online Communities',
	),
	'law-2016': work(['Europäische Union'], 2016, 'Datenschutz-Grundverordnung', { kind: 'law' }),
	'ostrom-1990-a': work(['Ostrom, Elinor'], 1990, 'Governing the Commons'),
	'ostrom-1990-b': work(['Ostrom, Elinor'], 1990, 'Another One'),
};

describe('a work is cited', () => {
	test.each([
		['two-1986', 'McMillan & Chavis 1986'],
		['many-2012', 'Kraut et al. 2012'],
		['law-2016', 'Europäische Union 2016'],
		['ostrom-1990-b', 'Ostrom 1990b'],
	])('%s as “%s”', (key, label) => {
		expect(citedAs(key, bibliography)).toBe(label);
	});

	test('never, where the bibliography has no such work', () => {
		expect(citedAs('nobody-1900', bibliography)).toBeNull();
	});
});

test('an entry speaks the language of its reader, and has the letter that tells namesakes apart', () => {
	expect(entryOf('two-1986', bibliography, 'de')).toMatchObject({
		authors: 'McMillan, David W. und Chavis, David M.',
		in: 'Journal of Community Psychology 14, S. 6–23',
	});
	expect(entryOf('two-1986', bibliography, 'en')?.in).toBe('Journal of Community Psychology 14, pp. 6–23');
	expect(entryOf('ostrom-1990-b', bibliography, 'en')?.year).toBe('1990b');
});

test('a list is sorted by author, year and title', () => {
	expect(inOrder(Object.keys(bibliography), bibliography, 'de').map(({ key }) => key)).toEqual([
		'law-2016',
		'many-2012',
		'two-1986',
		'ostrom-1990-a',
		'ostrom-1990-b',
	]);
});
