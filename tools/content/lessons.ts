import { choiceKinds, type Question } from '#course/package/question-model.ts';
import type { CoursePackage, Topic, Unit } from '#course/package/model.ts';
import { languages, type Language } from '#course/package/text.ts';
import type { Finding } from './finding.ts';
import { lessonPlace, questionsPlace, unitPlace } from './places.ts';
import { countOf, paragraphsIn, shapeOf, wordsIn } from './prose.ts';
import { amstad, sentencesOf } from './syllables.ts';

export const lessonWords = { least: 1000, most: 1500 };
export const lessonMinutes = { least: 25, most: 40 };
export const lessonEase = { least: 35, most: 60 };
const leastKinds = 4;
const furtherWorks = { least: 4, most: 8 };

const parts: Record<Language, readonly RegExp[]> = {
	de: [/von innen/i, /von außen/i, /^Typische Fehler/, /^Am Montag/],
	en: [/from (the )?inside/i, /from (the )?outside/i, /^Typical mistakes/, /^On Monday/],
};

/** What lessons of a unit lack in length, parts, figures, readability and questions. */
export function lessonFindings(unit: Unit): Finding[] {
	const ofLessons = unit.topics.flatMap((topic) =>
		languages.flatMap((language) => [...textFindings(unit, topic, language), ...questionFindings(unit, topic, language)]),
	);
	return [...ofLessons, ...furtherFindings(unit), ...unusedFigures(unit)];
}

function textFindings(unit: Unit, topic: Topic, language: Language): Finding[] {
	const body = topic.body[language];
	const at = (message: string): Finding => ({ file: lessonPlace(unit, topic, language), line: 0, message });
	const found: Finding[] = [];
	const words = countOf(wordsIn(body));
	if (words < lessonWords.least || words > lessonWords.most)
		found.push(at(`has ${words} words; ${lessonWords.least} to ${lessonWords.most} are wanted`));
	if (topic.minutes < lessonMinutes.least || topic.minutes > lessonMinutes.most)
		found.push(at(`takes ${topic.minutes} minutes; ${lessonMinutes.least} to ${lessonMinutes.most} are wanted`));
	const { headings, figures, tables } = shapeOf(body);
	for (const part of parts[language])
		if (!headings.some((heading) => part.test(heading))) found.push(at(`has no heading ${part.source}`));
	if (figures.length + tables === 0) found.push(at('has neither a figure nor a table'));
	if (topic.references.length === 0) found.push(at('cites no work of the bibliography'));
	if (!/\]\(glossary:/.test(body)) found.push(at('leads to no term of the glossary'));
	if (language === 'de') found.push(...easeFindings(body, at));
	return found;
}

function easeFindings(body: string, at: (message: string) => Finding): Finding[] {
	const ease = amstad(paragraphsIn(body).flatMap(sentencesOf));
	if (ease >= lessonEase.least && ease <= lessonEase.most) return [];
	return [at(`has a reading ease of ${ease.toFixed(1)} after Amstad; ${lessonEase.least} to ${lessonEase.most} are wanted`)];
}

function questionFindings(unit: Unit, topic: Topic, language: Language): Finding[] {
	const at = (message: string): Finding => ({ file: questionsPlace(unit, topic, language), line: 0, message });
	const { questions } = topic;
	if (questions.length === 0) return [at('there is no self-check')];
	const kinds = new Set(questions.map(({ kind }) => kind));
	const found = kinds.size < leastKinds ? [at(`has ${kinds.size} kinds of questions; ${leastKinds} are wanted`)] : [];
	return [...found, ...questions.flatMap((question) => wordingFindings(question, language, at))];
}

const allOrNone = /\b(all(e|es)? (der |davon |genannten|of the above|of these)|keine? (der|davon)|none of (the|these))/i;

function wordingFindings(question: Question, language: Language, at: (message: string) => Finding): Finding[] {
	const isChoice = choiceKinds.some((kind) => kind === question.kind);
	if (!isChoice || !('options' in question)) return [];
	return question.options
		.filter(({ text }) => allOrNone.test(text[language]))
		.map(({ text }) => at(`${question.id}: “${text[language]}” refers to other options`));
}

function furtherFindings(unit: Unit): Finding[] {
	return languages.flatMap((language) => {
		const at = (message: string) => [{ file: unitPlace(unit, language, 'further-reading.md'), line: 0, message }];
		if (!unit.furtherReading) return at('is missing');
		const works = new Set(unit.furtherReading.body[language].match(/\[@[^\]]+\]/g)).size;
		const fits = works >= furtherWorks.least && works <= furtherWorks.most;
		return fits ? [] : at(`has ${works} works; ${furtherWorks.least} to ${furtherWorks.most} are wanted`);
	});
}

function unusedFigures(unit: Unit): Finding[] {
	return languages.flatMap((language) => {
		const texts = [unit.body, ...unit.topics.map(({ body }) => body)].map((body) => body[language]);
		const shown = new Set(texts.flatMap((text) => shapeOf(text).figures));
		return unit.figures
			.filter(({ id }) => !shown.has(id))
			.map(({ id }) => ({ file: unitPlace(unit, language, `figures/${id}.svg`), line: 0, message: 'is shown nowhere' }));
	});
}

/** Rubrics that do not say for every level what one sees. */
export function rubricFindings({ units }: CoursePackage): Finding[] {
	return units.flatMap((unit) =>
		[unit.assignment, unit.individual].flatMap((assignment) =>
			languages.flatMap((language) => {
				const file = unitPlace(unit, language, assignment.kind === 'group' ? 'assignment.md' : 'individual.md');
				return assignment.rubric.flatMap(({ id, levels }) => {
					const texts = levels.map((level) => level[language].trim().toLowerCase());
					const message = `rubric → ${id}: two levels say the same`;
					return new Set(texts).size < texts.length ? [{ file, line: 0, message }] : [];
				});
			}),
		),
	);
}
