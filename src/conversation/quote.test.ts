import { expect, test } from 'vitest';
import { mentionedPeople, plainText } from '#platform/markdown.ts';
import {
	addressOfPost,
	endingsIn,
	ownWords,
	passageOf,
	quotation,
	shortAddressOf,
	withLastingAddresses,
	withShortAddresses,
} from '#conversation/quote.ts';

const href = '/c/1/threads/2?at=3#p-3';
const quoted = (passage: string, name = 'Ben Aydın') => quotation({ name, href, passage });

test('a sentence stands behind the name, a longer passage below it', () => {
	expect(quoted('Erst fragen.')).toBe(`> **[Ben Aydın](${href}):** Erst fragen.`);
	expect(quoted('Erst fragen.\n\nDann handeln.')).toBe(
		`> **[Ben Aydın](${href}):**\n>\n> Erst fragen.\n>\n> Dann handeln.`,
	);
	expect(quoted('- eins')).toBe(`> **[Ben Aydın](${href}):**\n>\n> - eins`);
	expect(addressOfPost('1', '2', '3')).toBe(href);
});

test('a post is quoted without what it quotes, and calls nobody again', () => {
	const id = '0198a1b2-0000-7000-8000-000000000001';
	const body = `> **Lea:** Wer beginnt?\n\nIch, mit @[Ida Blum](user:${id}) und @Lea.\n\n![Das Brett](/files/${id})`;
	expect(ownWords(body)).toBe('Ich, mit Ida Blum und Lea.\n\nDas Brett');
	expect(mentionedPeople(quoted(ownWords(body)))).toEqual([]);
	expect(ownWords('> Nur ein Zitat.')).toBe('Nur ein Zitat.');
	expect(ownWords('Vorher.\n\n> Zitat\n\n\nNachher.')).toBe('Vorher.\n\nNachher.');
});

test('a selected passage says what was selected, whatever signs it holds', () => {
	for (const text of ['2 * 3 * 4 = 24', '1. Januar', '# 5', '[x] <b> `y`', '- so', 'a_b_c', 'schreib an x@example.org'])
		expect(plainText(quoted(passageOf(text))).replaceAll('\n', ' ')).toBe(`Ben Aydın: ${text}`);
	expect(passageOf('Danke, @Ida Blum!')).toBe('Danke, Ida Blum!');
});

test('a name cannot break out of its link', () => {
	expect(plainText(quoted('Ja.', 'A](https://example.org) *B*'))).toBe('A](https://example.org) *B*: Ja.');
});

test('an address is short in the field, lasting in the post, and short again for whoever edits it', () => {
	const [community, thread, post] = ['1', '2', '3'].map((n) => `0198a1b2-0000-7000-8000-00000000000${n}`);
	const typed = `${quotation({ name: 'Ben', href: shortAddressOf(post ?? ''), passage: 'Ja.' })}\n\n[anders](#p-ffffffff)`;
	expect(typed).toBe('> **[Ben](#p-00000003):** Ja.\n\n[anders](#p-ffffffff)');
	expect(endingsIn(typed)).toEqual(['00000003', 'ffffffff']);
	const lasting = addressOfPost(community ?? '', thread ?? '', post ?? '');
	const written = withLastingAddresses(typed, new Map([['00000003', lasting]]));
	expect(written).toBe(`> **[Ben](${lasting}):** Ja.\n\n[anders](#p-ffffffff)`);
	expect(withShortAddresses(written, thread ?? '')).toBe(typed);
	expect(withShortAddresses(written, community ?? '')).toBe(written);
});
