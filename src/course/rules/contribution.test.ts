import { describe, expect, it } from 'vitest';
import { isContribution, isReply, type Written } from '#course/rules/contribution.ts';
import { countWords } from '#platform/markdown.ts';

const written = (change: Partial<Written>): Written => ({
	kind: 'post',
	author: 'Aylin',
	at: new Date('2026-09-14T16:00:00Z'),
	words: 15,
	hidden: false,
	deleted: false,
	to: [],
	...change,
});

describe('a contribution', () => {
	it('is a post of fifteen words or more', () => {
		expect(isContribution(written({ words: 15 }), 15)).toBe(true);
		expect(isContribution(written({ words: 14 }), 15)).toBe(false);
	});

	it('is none while hidden or deleted', () => {
		expect(isContribution(written({ hidden: true }), 15)).toBe(false);
		expect(isContribution(written({ deleted: true }), 15)).toBe(false);
	});

	it('is feedback to a peer in words, however short, but not on one’s own work', () => {
		const feedback = { kind: 'peer_feedback', to: ['Bernd', 'Clara'] } as const;
		expect(isContribution(written({ ...feedback, words: 3 }), 15)).toBe(true);
		expect(isContribution(written({ ...feedback, words: 0 }), 15)).toBe(false);
		expect(isContribution(written({ ...feedback, to: ['Aylin', 'Bernd'] }), 15)).toBe(false);
	});

	it('counts own words and not what it quotes or links to', () => {
		const post = [
			'> Wer führt denn nun eigentlich unsere Community, und woran merken wir das?',
			'',
			'Ich finde, **alle** Teilnehmer:innen: siehe <https://example.org/eine/lange/adresse>.',
		].join('\n');
		expect(isContribution(written({ words: countWords(post) }), 15)).toBe(false);
		const more = `${post}\n\n- die Schicht – z. B. diese Woche\n- und wir anderen, 24/7`;
		expect(isContribution(written({ words: countWords(more) }), 15)).toBe(true);
	});
});

describe('a reply', () => {
	it('is a contribution to someone else', () => {
		expect(isReply(written({ to: ['Bernd'] }), 15)).toBe(true);
		expect(isReply(written({ to: ['Aylin'] }), 15)).toBe(false);
		expect(isReply(written({ to: [] }), 15)).toBe(false);
		expect(isReply(written({ to: ['Bernd'], words: 14 }), 15)).toBe(false);
		expect(isReply(written({ kind: 'peer_feedback', words: 6, to: ['Bernd'] }), 15)).toBe(true);
	});
});
