import { caseDocument, markingDocument, sampleDocument } from '#course/package/document-schemas.ts';
import { verdicts, type CaseSample } from '#course/package/library-model.ts';
import type { PracticeCase } from '#course/package/model.ts';
import { inBoth, readPair } from '#course/package/pairing.ts';
import type { Reading } from '#course/package/reading.ts';

/** Reads a practice case with its marking scheme and its sample papers. */
export function readCase(reading: Reading, id: string): PracticeCase | undefined {
	const about = readAbout(reading, id);
	const marking = readMarking(reading, id, about?.questions.map((question) => question.id) ?? []);
	return about && marking ? { ...about, marking, samples: readSamples(reading, id) } : undefined;
}

function readAbout({ files, report }: Reading, id: string): Omit<PracticeCase, 'marking' | 'samples'> | undefined {
	const pair = readPair(files, `cases/${id}/case.md`, caseDocument(id), report);
	if (!pair) return undefined;
	const { de, en, body, join } = pair;
	return {
		id,
		kind: 'practice',
		title: inBoth('title', de, en),
		summary: inBoth('summary', de, en),
		body,
		questions: join.entries(['questions'], de.questions, en.questions, (german, english) => ({
			id: german.id,
			text: inBoth('text', german, english),
			hint: inBoth('hint', german, english),
		})),
		individual: inBoth('individual', de, en),
		reflection: inBoth('reflection', de, en),
	};
}

function readMarking(
	{ files, report }: Reading,
	id: string,
	questionIds: readonly string[],
): PracticeCase['marking'] | undefined {
	const pair = readPair(files, `cases/${id}/marking.md`, markingDocument(id, questionIds), report);
	if (!pair) return undefined;
	const { de, en, body, join } = pair;
	return {
		body,
		questions: join.entries(['questions'], de.questions, en.questions, (german, english, path) => ({
			id: german.id,
			points: join.texts([...path, 'points'], german.points, english.points),
		})),
		individual: join.texts(['individual'], de.individual, en.individual),
		reflection: join.texts(['reflection'], de.reflection, en.reflection),
	};
}

function readSamples({ files, report }: Reading, id: string): CaseSample[] {
	return verdicts.flatMap((verdict) => {
		const pair = readPair(files, `cases/${id}/sample-${verdict}.md`, sampleDocument(id, verdict), report);
		if (!pair) return [];
		const { de, en, body, join } = pair;
		return [{ verdict, points: join.same(['points'], de.points, en.points), body }];
	});
}
