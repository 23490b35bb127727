import { expect, test } from 'vitest';
import { takenOver } from '#course/reading/plain-markdown.ts';

const bibliography = {
	'moor-1999': { authors: ['Moor, Ada', 'Heide, Jo'], year: 1999, title: 'Wie Gruppen enden', kind: 'book' as const },
};

test('a text that is taken over from a package refers to nothing in it', () => {
	const text = 'Siehe [die Lektion](lesson:lifecycle) und den [Abschied](glossary:farewell) [@moor-1999, S. 5].';
	expect(takenOver(text, bibliography)).toBe('Siehe die Lektion und den Abschied (Moor & Heide 1999, S. 5).');
});

test('a text that is taken over runs on where its file was wrapped', () => {
	expect(takenOver('Sie bestimmen Person und\nTermin.\n\n- eins, und\n  noch mehr\n- zwei', {})).toBe(
		'Sie bestimmen Person und Termin.\n\n- eins, und noch mehr\n- zwei',
	);
});
