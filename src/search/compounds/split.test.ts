import { describe, expect, test } from 'vitest';
import { compounds, noCompounds } from './compounds.ts';
import { partsOf, piecesOf } from './split.ts';

const listed = compounds
	.trim()
	.split('\n')
	.map((line) => line.split(' '))
	.map(([word = '', ...wanted]) => ({ word: word.charAt(0).toUpperCase() + word.slice(1), wanted }));
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

	test('stand there together, too, where there are more than two', () => {
		expect(piecesOf('Tagesordnungspunkt')).toEqual(['tag', 'tagesordnung', 'ordnung', 'ordnungspunkt', 'punkt']);
		expect(piecesOf('Gesprächsleitfadens')).toContain('leitfaden');
	});

	test('lead to at least 285 of 300 compounds by every part that one would look for, and 270 are split as meant', () => {
		expect(listed).toHaveLength(300);
		const has = (found: readonly string[], wanted: readonly string[]) =>
			wanted.every((part) => found.some((one) => same(one, part)));
		const lost = listed.filter(({ word, wanted }) => !has(piecesOf(word), wanted)).map(({ word }) => word);
		const asMeant = listed.filter(
			({ word, wanted }) => partsOf(word).length === wanted.length && has(partsOf(word), wanted),
		);
		expect(300 - lost.length, lost.join(', ')).toBeGreaterThanOrEqual(285);
		expect(asMeant.length).toBeGreaterThanOrEqual(270);
	});

	test('are not invented for words that have none', () => {
		const words = noCompounds.trim().split(/\s+/);
		expect(words.length).toBeGreaterThan(75);
		const capitals = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
		expect([...words, ...capitals].filter((word) => partsOf(word).length > 0)).toEqual([]);
	});
});
