import { describe, expect, test } from 'vitest';
import type { ChoiceQuestion } from '#course/package/question-model.ts';
import { chances, mostDeviations } from '../../tools/content/guessing.ts';

/** Questions of four options of these lengths, in which the one at `right` is right. */
const asked = (count: number, lengths: readonly number[], right: (question: number) => number): ChoiceQuestion[] =>
	Array.from({ length: count }, (_, question) => ({
		id: `q${question}`,
		kind: 'single',
		text: { de: '?', en: '?' },
		explanation: { de: '.', en: '.' },
		options: lengths.map((length, index) => ({
			id: `o${index}`,
			text: { de: 'x'.repeat(length), en: 'x'.repeat(length) },
			right: index === right(question),
			why: { de: '.', en: '.' },
		})),
	}));

const conspicuous = (questions: readonly ChoiceQuestion[]): string[] =>
	chances(questions, 'de')
		.filter(({ deviations }) => Math.abs(deviations) > mostDeviations)
		.map(({ name }) => name);

describe('the form of the answers gives them away', () => {
	test('when the right one is mostly the longest', () => {
		const often = asked(40, [10, 40, 20, 30], (question) => (question % 3 === 0 ? question % 4 : 1));
		expect(conspicuous(often)).toContain('the longest');
	});

	test('when the right one mostly stands in the middle', () => {
		expect(conspicuous(asked(40, [20, 20, 20, 20], (question) => 1 + (question % 2)))).toContain('neither first nor last');
	});

	test('not when places and lengths are spread as chance would have it', () => {
		expect(conspicuous(asked(40, [10, 40, 20, 30], (question) => question % 4))).toEqual([]);
	});

	test('not when all options are equally long', () => {
		expect(chances(asked(40, [20, 20, 20, 20], (question) => question % 4), 'de')[0]).toMatchObject({
			name: 'the longest',
			found: 10,
			expected: 10,
		});
	});
});
