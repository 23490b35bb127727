import { m } from '#messages/messages.js';
import {
	setAuthored,
	setLine,
	type SetBlock,
	type SetInline,
	type SetOptions,
} from '#platform/server/typeset-markdown.ts';
import { typeset, type Typeset } from '#platform/server/typeset.ts';
import type { Assignment, CoursePackage, Topic, Unit } from '#course/package/model.ts';
import type { Question } from '#course/package/question-model.ts';
import type { Language, Text } from '#course/package/text.ts';
import { citedAs, inOrder } from '#course/reading/cited.ts';
import { shuffled } from '#course/reading/self-check.ts';
import { figureFor } from '#course/typeset/figure.ts';

/**
 * The whole course as a book for its learners: lessons with figures and questions, assignments, the answers at the end,
 * templates, glossary and bibliography. Guides for staff, cases and marking schemes are not in it.
 *
 * @param colours the day colours of the pages by their names, see `daylight`
 */
export async function typesetBook(
	course: CoursePackage,
	language: Language,
	colours: ReadonlyMap<string, string>,
): Promise<Typeset> {
	const files = new Map<string, Uint8Array>();
	for (const unit of course.units)
		for (const { id, svg } of unit.figures)
			files.set(figurePath(unit, id), Buffer.from(figureFor(svg[language], colours)));
	return typeset({
		template: 'src/course/typeset/book.typ',
		data: { ...new Binding(course, language).book() },
		files,
		patience: 120_000,
	});
}

const figurePath = (unit: Unit, id: string): string => `figures/${unit.id}-${id}.svg`;
const letter = (index: number): string => String.fromCharCode(65 + index);

/** Puts the parts of a course together in one language. */
class Binding {
	readonly #course: CoursePackage;
	readonly #language: Language;
	/** Labels of everything in the book that a text may lead to. */
	readonly #places: ReadonlySet<string>;

	constructor(course: CoursePackage, language: Language) {
		this.#course = course;
		this.#language = language;
		this.#places = new Set([
			...course.units.map(({ id }) => `unit-${id}`),
			...course.units.flatMap(({ topics }) => topics.map(({ id }) => `lesson-${id}`)),
			...course.templates.map(({ id }) => `template-${id}`),
			...course.glossary.map(({ id }) => `glossary-${id}`),
		]);
	}

	book() {
		const course = this.#course;
		return {
			language: this.#language,
			title: this.#say(course.title),
			summary: this.#say(course.summary),
			version: course.version,
			hash: course.hash.slice(0, 12),
			words: this.#words(),
			description: this.#blocks(course.description),
			units: course.units.map((unit) => this.#unit(unit)),
			templates: this.#sorted(course.templates, ({ title }) => title).map((template) => ({
				label: `template-${template.id}`,
				title: this.#say(template.title),
				summary: this.#say(template.summary),
				blocks: this.#blocks(template.body),
			})),
			glossary: this.#sorted(course.glossary, ({ term }) => term).map((entry) => ({
				label: `glossary-${entry.id}`,
				term: this.#say(entry.term),
				definition: this.#line(entry.definition),
			})),
			works: inOrder(Object.keys(course.bibliography), course.bibliography, this.#language).map(({ key, ...work }) => ({
				label: `work-${key}`,
				...work,
			})),
		};
	}

	#unit(unit: Unit) {
		return {
			label: `unit-${unit.id}`,
			number: unit.number,
			title: this.#say(unit.title),
			summary: this.#say(unit.summary),
			goals: unit.goals.map(({ text }) => this.#say(text)),
			blocks: this.#blocks(unit.body, unit),
			lessons: unit.topics.map((topic) => this.#lesson(topic, unit)),
			assignment: this.#assignment(unit.assignment, unit),
			individual: this.#assignment(unit.individual, unit),
			checklist: {
				title: this.#say(unit.checklist.title),
				items: unit.checklist.items.map(({ text }) => this.#say(text)),
			},
			further: unit.furtherReading && {
				title: this.#say(unit.furtherReading.title),
				blocks: this.#blocks(unit.furtherReading.body, unit),
			},
		};
	}

	#lesson(topic: Topic, unit: Unit) {
		return {
			label: `lesson-${topic.id}`,
			title: this.#say(topic.title),
			minutes: m.week_lesson_minutes({ minutes: topic.minutes }, { locale: this.#language }),
			blocks: this.#blocks(topic.body, unit),
			questions: topic.questions.map((question) => this.#question(question)),
			answers: topic.questions.map((question) => this.#answer(question)),
		};
	}

	#assignment(assignment: Assignment, unit: Unit) {
		return {
			title: this.#say(assignment.title),
			kind: assignment.kind === 'group' ? m.book_group_work({}, this.#to) : m.book_own_work({}, this.#to),
			hours: m.book_hours({ hours: assignment.hours.toLocaleString(this.#language) }, this.#to),
			blocks: this.#blocks(assignment.body, unit),
			sections: assignment.sections.map(({ title, guidance }) => ({
				title: this.#say(title),
				guidance: this.#line(guidance),
			})),
			rubric: assignment.rubric.map(({ title, levels }) => ({
				title: this.#say(title),
				levels: levels.map((level) => this.#say(level)),
			})),
		};
	}

	#question(question: Question) {
		const about = { text: this.#line(question.text), kind: kindWords[question.kind]({}, this.#to) };
		if ('options' in question)
			return { ...about, lefts: [], choices: question.options.map(({ text }) => this.#line(text)) };
		if ('items' in question) {
			const items = shuffled(question.items, question.id);
			return { ...about, lefts: [], choices: items.map(({ text }) => this.#line(text)) };
		}
		return {
			...about,
			lefts: question.pairs.map(({ left }) => this.#line(left)),
			choices: shuffled(question.pairs, question.id).map(({ right }) => this.#line(right)),
		};
	}

	#answer(question: Question) {
		return { solution: solutionOf(question), explanation: this.#line(question.explanation) };
	}

	#words() {
		const to = this.#to;
		return {
			contents: m.book_contents({}, to),
			about: m.book_about({}, to),
			unit: m.book_unit({}, to),
			goals: m.book_goals({}, to),
			check: m.check_title({}, to),
			answers: m.book_answers({}, to),
			answersLine: m.book_answers_line({}, to),
			templates: m.library_name({}, to),
			glossary: m.glossary_name({}, to),
			works: m.book_works({}, to),
			rubric: m.book_rubric({}, to),
			sections: m.book_sections({}, to),
			version: m.book_version({ version: this.#course.version, hash: this.#course.hash.slice(0, 12) }, to),
			levels: this.#course.rubricLevels.map((level) => this.#say(level)),
		};
	}

	get #to() {
		return { locale: this.#language };
	}

	#say(text: Text): string {
		return text[this.#language].replace(/\s+/g, ' ').trim();
	}

	#line(text: Text): SetInline[] {
		return setLine(text[this.#language], this.#options());
	}

	#blocks(text: Text, unit?: Unit): SetBlock[] {
		return setAuthored(text[this.#language], this.#options(unit));
	}

	#options(unit?: Unit): SetOptions {
		const { bibliography } = this.#course;
		const shown: string[] = [];
		return {
			pictureWord: m.sheet_picture({}, this.#to),
			authored: {
				pointer: (to, id) => (this.#places.has(`${to}-${id}`) ? `${to}-${id}` : null),
				work: ({ key, locator }) => {
					const named = citedAs(key, bibliography);
					return named === null ? null : { words: locator ? `${named}, ${locator}` : named, label: `work-${key}` };
				},
				figure: (id) => {
					if (!unit?.figures.some((figure) => figure.id === id)) return null;
					shown.push(id);
					return { file: figurePath(unit, id), label: m.lesson_figure({ number: shown.length }, this.#to) };
				},
			},
		};
	}

	#sorted<Thing>(things: readonly Thing[], name: (thing: Thing) => Text): Thing[] {
		const collator = new Intl.Collator(this.#language);
		return [...things].sort((a, b) => collator.compare(this.#say(name(a)), this.#say(name(b))));
	}
}

const kindWords = {
	single: m.check_kind_single,
	multiple: m.check_kind_multiple,
	scenario: m.check_kind_scenario,
	order: m.check_kind_order,
	match: m.check_kind_match,
};

/** Letters of what is right, as the book names the choices: “B”, “C – A – D – B”, “1 B, 2 A, 3 C”. */
export function solutionOf(question: Question): string {
	if ('options' in question)
		return question.options.flatMap(({ right }, index) => (right ? [letter(index)] : [])).join(', ');
	if ('items' in question) {
		const asked = shuffled(question.items, question.id);
		return question.items.map(({ id }) => letter(asked.findIndex((item) => item.id === id))).join(' – ');
	}
	const asked = shuffled(question.pairs, question.id);
	return question.pairs
		.map(({ id }, index) => `${index + 1} ${letter(asked.findIndex((pair) => pair.id === id))}`)
		.join(', ');
}
