import { describe, expect, test } from 'vitest';
import { compounds, noCompounds } from './compounds.ts';
import { partsOf } from './split.ts';

const listed = compounds
	.trim()
	.split('\n')
	.map((line) => line.split(' '));
const same = (found: string, wanted: string): boolean => found.startsWith(wanted) || wanted.startsWith(found);

describe('the parts of a German compound', () => {
	test('are found in the order in which they are spoken', () => {
		expect(partsOf('Prüfungsordnung')).toEqual(['prüfung', 'ordnung']);
		expect(partsOf('Pflegedienstleitung')).toEqual(['pflege', 'dienst', 'leitung']);
		expect(partsOf('Gruppenaufgaben')).toEqual(['gruppe', 'aufgabe']);
	});

	test('stand beside each other when a hyphen joins them', () => {
		expect(partsOf('Community-Handbuch')).toEqual(['community', 'hand', 'buch']);
	});

	test('are found in at least 95 of a hundred of the 300 compounds, and few others with them', () => {
		expect(listed).toHaveLength(300);
		const missed = listed.flatMap(([word = '', ...wanted]) => {
			const found = partsOf(word);
			return wanted.every((part) => found.some((one) => same(one, part))) && found.length === wanted.length
				? []
				: [`${word}: ${found.join('|')}`];
		});
		expect(missed.length, `${300 - missed.length} of 300; missed ${missed.join(', ')}`).toBeLessThanOrEqual(15);
	});

	test('are not invented for words that have none', () => {
		const words = noCompounds.trim().split(/\s+/);
		expect(words.length).toBeGreaterThan(75);
		expect(words.filter((word) => partsOf(word).length > 0)).toEqual([]);
	});
});
