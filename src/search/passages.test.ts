import { describe, expect, test } from 'vitest';
import { marker, type Segment } from './passages.ts';

const marked = (segments: readonly Segment[]): string =>
	segments.map(({ text, found }) => (found ? `[${text}]` : text)).join('');
const passage = (q: string, text: string): string => marked(marker(q).passage(text));

describe('what was found is marked', () => {
	test('in other forms, in compounds, begun, and spelt without umlauts', () => {
		expect(passage('Ordnung', 'Die Ordnungen und die Prüfungsordnung')).toBe(
			'Die [Ordnungen] und die [Prüfungsordnung]',
		);
		expect(passage('Haus', 'Zwei Häuser, kein Hauch')).toBe('Zwei [Häuser], kein Hauch');
		expect(passage('Pruef', 'Vor der Prüfung')).toBe('Vor der [Prüfung]');
		expect(passage('Massnahme', 'Unsere Maßnahmen')).toBe('Unsere [Maßnahmen]');
		expect(passage('communities', 'Our community')).toBe('Our [community]');
	});

	test('not where only some letters are the same', () => {
		expect(passage('Ordnung', 'Ein Ordner für Ordensleute')).toBe('Ein Ordner für Ordensleute');
		expect(passage('Amt Haus', 'Samt und Amtsblatt')).toBe('Samt und [Amtsblatt]');
	});

	test('with a slip only in titles and names', () => {
		expect(marked(marker('Friedrike').title('Friederike Österreich'))).toBe('[Friederike] Österreich');
		expect(passage('Friedrike', 'Friederike Österreich')).toBe('Friederike Österreich');
	});

	test('in the passage of a long text that holds most of it, cut between words', () => {
		const filler = 'und so weiter '.repeat(40);
		const text = `Eine Frist. ${filler}Hier stehen Frist und Antrag zusammen. ${filler}`;
		const said = passage('Frist Antrag', text);
		expect(said).toMatch(/^… .*Hier stehen \[Frist\] und \[Antrag\] zusammen\. .* …$/);
		expect(said.length).toBeLessThan(260);
		expect(passage('Papagei', text)).toMatch(/^Eine Frist\. und so .* …$/);
	});
});
