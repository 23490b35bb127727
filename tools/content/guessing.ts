import type { CoursePackage } from '#course/package/model.ts';
import type { ChoiceQuestion } from '#course/package/question-model.ts';
import { languages, type Language } from '#course/package/text.ts';
import type { Finding } from './finding.ts';

/**
 * Whether someone who has read nothing could pass by looking at the form of the answers. Over all questions with one
 * right option, the right one may be the longest, the shortest, the first, the last or one between no more often than
 * chance explains: each count must lie within so many standard deviations of what is to be expected.
 */
export const mostDeviations = 2.33;

export interface Chance {
	name: string;
	found: number;
	expected: number;
	/** Distance from what is expected, in standard deviations. */
	deviations: number;
}

type Judge = (question: ChoiceQuestion, language: Language) => { hit: number; chance: number };

const judges: Record<string, Judge> = {
	'the longest': extreme(Math.max),
	'the shortest': extreme(Math.min),
	'the first': place((index) => index === 0),
	'the last': place((index, count) => index === count - 1),
	'neither first nor last': place((index, count) => index > 0 && index < count - 1),
};

/** Several options of the same length share the hit. */
function extreme(most: (...lengths: number[]) => number): Judge {
	return ({ options }, language) => {
		const lengths = options.map(({ text }) => text[language].length);
		const bound = most(...lengths);
		const there = options.filter((_, index) => lengths[index] === bound);
		const right = there.filter((option) => option.right).length;
		return { hit: right / there.length, chance: 1 / options.length };
	};
}

function place(fits: (index: number, count: number) => boolean): Judge {
	return ({ options }) => ({
		hit: options.some((option, index) => option.right && fits(index, options.length)) ? 1 : 0,
		chance: options.filter((_, index) => fits(index, options.length)).length / options.length,
	});
}

export function questionsWithOneRight(course: CoursePackage): ChoiceQuestion[] {
	return course.units
		.flatMap(({ topics }) => topics.flatMap(({ questions }) => questions))
		.flatMap((question) => ('options' in question && question.kind !== 'multiple' ? [question] : []));
}

export function chances(questions: readonly ChoiceQuestion[], language: Language): Chance[] {
	return Object.entries(judges).map(([name, judge]) => {
		const judged = questions.map((question) => judge(question, language));
		const found = judged.reduce((sum, { hit }) => sum + hit, 0);
		const expected = judged.reduce((sum, { chance }) => sum + chance, 0);
		const variance = judged.reduce((sum, { chance }) => sum + chance * (1 - chance), 0);
		return { name, found, expected, deviations: variance === 0 ? 0 : (found - expected) / Math.sqrt(variance) };
	});
}

export function guessingFindings(course: CoursePackage): Finding[] {
	const questions = questionsWithOneRight(course);
	return languages.flatMap((language) =>
		chances(questions, language)
			.filter(({ deviations }) => Math.abs(deviations) > mostDeviations)
			.map(({ name, found, expected, deviations }) => ({
				file: `${language}/units`,
				line: 0,
				message:
					`the right option is ${name} in ${Math.round(found)} of ${questions.length} questions; ` +
					`${Math.round(expected)} are to be expected, ${deviations.toFixed(1)} standard deviations away`,
			})),
	);
}

/** Questions whose right option is the only longest, to know where to begin. */
export function longestRight(course: CoursePackage, language: Language): string[] {
	return questionsWithOneRight(course)
		.filter((question) => extreme(Math.max)(question, language).hit === 1)
		.map(({ id }) => id);
}
