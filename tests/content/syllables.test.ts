import { describe, expect, test } from 'vitest';
import { amstad, sentencesOf, syllablesIn } from '../../tools/content/syllables.ts';

describe('German syllables', () => {
	// as Duden hyphenates and speaks them
	test.each([
		['Haus', 1],
		['Bäume', 2],
		['Leute', 2],
		['Community', 4],
		['Gemeinschaft', 3],
		['Zugehörigkeit', 5],
		['Theater', 3],
		['Nation', 3],
		['Organisation', 6],
		['Familie', 4],
		['Energie', 3],
		['Idee', 2],
		['Quelle', 2],
		['Boot', 1],
		['Kooperation', 6],
		['bei', 1],
		['Anliegen', 3],
		['Vereinbarung', 4],
		['Verantwortlichkeit', 5],
		['und', 1],
	])('%s has %i', (word, count) => {
		expect(syllablesIn(word)).toBe(count);
	});
});

describe('the reading ease after Amstad', () => {
	test('is 180 less the words of a sentence, less 58.5 times the syllables of a word', () => {
		// five words of one syllable each
		expect(amstad(['Der Hund liegt im Haus.'])).toBeCloseTo(180 - 5 - 58.5);
		// four words of ten syllables in two sentences of two
		expect(amstad(['Gemeinsame Arbeit.', 'Alle lachen.'])).toBeCloseTo(180 - 2 - (58.5 * 10) / 4);
	});

	test('puts a child’s book above a newspaper, and a law far below', () => {
		const child = 'Es war einmal ein Hund. Der lief in den Wald. Dort traf er einen Hasen.';
		const paper =
			'Der Stadtrat hat am Montag über den neuen Spielplatz beraten. Die Mehrheit stimmte nach längerer Aussprache zu.';
		const law =
			'Die Verarbeitung personenbezogener Daten ist nur rechtmäßig, wenn mindestens eine der nachstehenden Bedingungen erfüllt ist und die betroffene Person ihre Einwilligung zu der Verarbeitung der sie betreffenden personenbezogenen Daten für einen oder mehrere bestimmte Zwecke gegeben hat.';
		const [easy, middling, hard] = [child, paper, law].map((text) => amstad(sentencesOf(text)));
		expect(easy).toBeGreaterThan(80);
		expect(middling).toBeGreaterThan(40);
		expect(middling).toBeLessThan(70);
		expect(hard).toBeLessThan(15);
	});

	test('does not take the full stop of an abbreviation for the end of a sentence', () => {
		expect(sentencesOf('Das gilt z. B. für Nr. 3 und u. a. für alle. Es gilt bzw. galt.')).toHaveLength(2);
	});
});
