import { expect, test } from 'vitest';
import { flowing } from '#course/package/flow.ts';

test('a paragraph that was wrapped in the file runs on', () => {
	expect(flowing('Die Verwaltung\nbittet um\neinen Vorschlag.\n\nEin Budget gibt es nicht.')).toBe(
		'Die Verwaltung bittet um einen Vorschlag.\n\nEin Budget gibt es nicht.',
	);
});
test('items and quotations run on within themselves', () => {
	expect(flowing('- eins, und\n  noch mehr\n- zwei\n\n> „Wir brauchen\n> das.“\n>\n> „Nein.“')).toBe(
		'- eins, und noch mehr\n- zwei\n\n> „Wir brauchen das.“\n>\n> „Nein.“',
	);
});
test('headings, tables, code and breaks that were meant stay', () => {
	for (const text of [
		'## Lage\nDer Kreis',
		'| a | b |\n| --- | --- |\n| 1 | 2 |',
		'```\nx\ny\n```',
		'Erste Zeile  \nzweite Zeile',
		'Vor der Liste:\n- eins\n1. zwei',
		'Text\n```\nx\ny\n```\nweiter',
	])
		expect(flowing(text)).toBe(text);
});
