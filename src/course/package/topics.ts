import { topicDocument } from '#course/package/document-schemas.ts';
import type { Topic } from '#course/package/model.ts';
import { inBoth, readPair, type Pair } from '#course/package/pairing.ts';
import { readQuestions } from '#course/package/questions.ts';
import type { Reading } from '#course/package/reading.ts';
import { citationsIn } from '#course/package/references.ts';
import { questionsFile, topicFile } from '#course/package/tree.ts';

/** Reads a lesson with its self-check; `index` is its place in the unit, from 0. */
export function readTopic(reading: Reading, folder: string, id: string, index: number): Topic | undefined {
	const questions = readQuestions(reading, `${folder}/${questionsFile(id, index)}`);
	const pair = readPair(reading.files, `${folder}/${topicFile(id, index)}`, topicDocument(id), reading.report);
	if (!pair) return undefined;
	const { de, en, body, join } = pair;
	return {
		id,
		title: inBoth('title', de, en),
		minutes: join.same(['minutes'], de.minutes, en.minutes),
		body,
		...readSources(pair),
		questions,
	};
}

/** `sources` are exactly the works of the bibliography that the lesson cites, the same in both languages. */
function readSources({ de, en, body, join, complainAt }: Pair<{ sources: string[] }>) {
	const references = keysCited(body.de);
	const inEnglish = keysCited(body.en);
	compare(de.sources, references, (message, index) => complainAt('de', sourcePath(index), message));
	compare(en.sources, inEnglish, (message, index) => complainAt('en', sourcePath(index), message));
	for (const key of references.filter((each) => !inEnglish.includes(each)))
		join.complain(['sources'], `“${key}” is cited in German only`);
	for (const key of inEnglish.filter((each) => !references.includes(each)))
		join.complain(['sources'], `“${key}” is cited in English only`);
	return { sources: [], references };
}

const sourcePath = (index: number | undefined) => (index === undefined ? ['sources'] : ['sources', index]);
const keysCited = (body: string): string[] => [...new Set(citationsIn(body).map(({ key }) => key))];

function compare(
	listed: readonly string[],
	cited: readonly string[],
	complain: (message: string, index?: number) => void,
): void {
	listed.forEach((key, index) => {
		if (!cited.includes(key)) complain('the lesson does not cite this work', index);
		if (listed.indexOf(key) < index) complain('stands in the list twice', index);
	});
	for (const key of cited) if (!listed.includes(key)) complain(`the lesson cites “${key}”, which is not in the list`);
}
