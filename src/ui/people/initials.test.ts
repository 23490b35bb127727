import { expect, test } from 'vitest';
import { initials, warmHue, warmHues } from './initials.ts';

test.each([
	['Kemal Bozkurt', 'KB'],
	['Jana', 'J'],
	['Ida Ahrens-Lund', 'IL'],
	['Dr. Hanna von Ott', 'HO'],
	['Ökçe Ünal', 'ÖÜ'],
	['birgit', 'B'],
	['', ''],
])('%s is known by the initials %s', (name, letters) => expect(initials(name)).toBe(letters));

test('a name keeps its colour', () => expect(warmHue('Jana Wittkamp')).toBe(warmHue('Jana Wittkamp')));

test('a cohort is spread over many colours', () => {
	const cohort = [
		'Jana',
		'Okan',
		'Birgit',
		'Samuel',
		'Mareike',
		'Erik',
		'Nadja',
		'Lukas',
		'Georg',
		'Constanze',
		'Ines',
		'Mai',
	];
	const hues = cohort.map(warmHue);
	expect(new Set(hues).size).toBeGreaterThan(4);
	expect(hues.every((hue) => hue >= 1 && hue <= warmHues)).toBe(true);
});
