import { inBoth, readPair, type Joiner } from '#course/package/pairing.ts';
import { questionsDocument, type QuestionDocument } from '#course/package/question-documents.ts';
import type { Question } from '#course/package/question-model.ts';
import type { Reading } from '#course/package/reading.ts';
import type { Path } from '#course/package/source.ts';

/** The self-check of a lesson; none where the package has no such file. */
export function readQuestions({ files, report }: Reading, file: string): Question[] {
	const pair = readPair(files, file, questionsDocument, report);
	if (!pair) return [];
	const { de, en, join } = pair;
	return join.entries([], de, en, (german, english, path) => joinQuestion(join, german, english, path) ?? []).flat();
}

function joinQuestion(join: Joiner, de: QuestionDocument, en: QuestionDocument, path: Path): Question | undefined {
	const shared = { id: de.id, text: inBoth('text', de, en), explanation: inBoth('explanation', de, en) };
	join.same([...path, 'kind'], de.kind, en.kind);
	if ('options' in de && 'options' in en) {
		const options = join.entries([...path, 'options'], de.options, en.options, (german, english, at) => ({
			id: german.id,
			text: inBoth('text', german, english),
			right: join.same([...at, 'right'], german.right, english.right),
			why: inBoth('why', german, english),
		}));
		return { ...shared, kind: de.kind, options };
	}
	if ('items' in de && 'items' in en) {
		const items = join.entries([...path, 'items'], de.items, en.items, (german, english) => ({
			id: german.id,
			text: inBoth('text', german, english),
		}));
		return { ...shared, kind: de.kind, items };
	}
	if ('pairs' in de && 'pairs' in en) {
		const pairs = join.entries([...path, 'pairs'], de.pairs, en.pairs, (german, english) => ({
			id: german.id,
			left: inBoth('left', german, english),
			right: inBoth('right', german, english),
		}));
		return { ...shared, kind: de.kind, pairs };
	}
	return undefined;
}
