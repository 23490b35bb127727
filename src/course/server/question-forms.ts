import type { Topic } from '#course/package/model.ts';
import type { Question } from '#course/package/question-model.ts';
import { lineHtml, linePlain, type ReadingPlace } from '#course/reading/authored.ts';
import type { Explained, Named, QuestionForm } from '#course/reading/check-form.ts';
import { judge, shuffled, type Answer } from '#course/reading/self-check.ts';

export function questionForms({ questions }: Pick<Topic, 'questions'>, place: ReadingPlace): QuestionForm[] {
	const named = ({ id, text }: { id: string; text: { de: string; en: string } }): Named => ({
		id,
		html: lineHtml(text[place.language], place),
		plain: linePlain(text[place.language]),
	});
	return questions.map((question) => {
		const { id, html } = named(question);
		const form = { id, html, kind: question.kind, lefts: [] };
		if ('options' in question) return { ...form, choices: question.options.map(named) };
		if ('items' in question) return { ...form, choices: shuffled(question.items, question.id).map(named) };
		return {
			...form,
			lefts: question.pairs.map(({ id, left }) => named({ id, text: left })),
			choices: shuffled(question.pairs, question.id).map(({ id, right }) => named({ id, text: right })),
		};
	});
}

/** What is said to an answer; nothing is given away where there is none. */
export function explained(question: Question, answer: Answer, place: ReadingPlace): Explained {
	const { answered, right, parts } = judge(question, answer);
	const line = (text: { de: string; en: string }) => lineHtml(text[place.language], place);
	if (!answered) return { id: question.id, answered, right, explanation: '', parts: [] };
	const about = { id: question.id, answered, right, explanation: line(question.explanation) };
	const part = (id: string) => ({ id, right: parts[id] ?? false, why: null, isRight: true });
	if ('options' in question)
		return {
			...about,
			parts: question.options.map((option) => ({
				...part(option.id),
				solution: line(option.text),
				why: line(option.why),
				isRight: option.right,
			})),
		};
	if ('items' in question)
		return { ...about, parts: question.items.map(({ id, text }) => ({ ...part(id), solution: line(text) })) };
	return {
		...about,
		parts: question.pairs.map((pair) => ({ ...part(pair.id), solution: line(pair.right) })),
	};
}
