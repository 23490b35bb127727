import { expect, test } from 'vitest';
import { progressWords } from './progress.ts';

test('how far the groups are is told in a sentence, the furthest first', () => {
	const groups = [
		{ name: 'Linde', filled: 3, version: 0 },
		{ name: 'Esche', filled: 4, version: 0 },
		{ name: 'Ulme', filled: 0, version: 0 },
		{ name: 'Kastanie', filled: 5, version: 1 },
	];
	expect(progressWords(5, groups, 'de')).toBe(
		'Esche vier und Linde drei von fünf Abschnitten. Kastanie hat schon abgegeben. Ulme hat noch nicht begonnen.',
	);
	expect(progressWords(5, groups.slice(2), 'de')).toBe('Kastanie hat schon abgegeben. Ulme hat noch nicht begonnen.');
});
