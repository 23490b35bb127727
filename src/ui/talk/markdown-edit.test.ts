import { expect, test } from 'vitest';
import { between, lines, link, sign, type Edit, type Selection } from './markdown-edit.ts';

/** "ein [Wort] hier": what stands in brackets is selected. */
function select(marked: string): Selection {
	const start = marked.indexOf('[');
	const end = marked.indexOf(']') - 1;
	return { text: marked.replace('[', '').replace(']', ''), start, end };
}
function after({ text }: Selection, edit: Edit): string {
	const next = text.slice(0, edit.from) + edit.insert + text.slice(edit.to);
	return `${next.slice(0, edit.start)}[${next.slice(edit.start, edit.end)}]${next.slice(edit.end)}`;
}
const bold = (marked: string) => after(select(marked), between(select(marked), '**'));
const bullets = (marked: string) => after(select(marked), lines(select(marked), '- '));

test('selected words become bold and stay selected', () => expect(bold('ein [Wort] hier')).toBe('ein **[Wort]** hier'));
test('pressed again, bold goes away', () => expect(bold('ein **[Wort]** hier')).toBe('ein [Wort] hier'));
test('with nothing selected one writes between the marks', () => expect(bold('ein [] hier')).toBe('ein **[]** hier'));

test('every selected line becomes an item of the list', () => {
	expect(bullets('davor\n[eins\nzwei]\ndanach')).toBe('davor\n[- eins\n- zwei]\ndanach');
});
test('a half-selected line counts as a whole', () => expect(bullets('ei[n]s\nzwei')).toBe('[- eins]\nzwei'));
test('a list becomes lines again', () => expect(bullets('[- eins\n- zwei]')).toBe('[eins\nzwei]'));
test('a list can begin on an empty line', () => expect(bullets('Text\n[]')).toBe('Text\n[- ]'));

test('a link waits for its address', () => {
	const selection = select('siehe [Leitfaden].');
	expect(after(selection, link(selection, 'Linktext'))).toBe('siehe [Leitfaden]([https://]).');
});

test('an at sign keeps its distance from the word before', () => {
	const selection = select('Danke[]');
	expect(after(selection, sign(selection, '@'))).toBe('Danke @[]');
});
