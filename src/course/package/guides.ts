import { checklistDocument, companionGuideDocument, managerGuideDocument } from '#course/package/document-schemas.ts';
import type { Checklist, CompanionGuide, ManagerGuide } from '#course/package/model.ts';
import { inBoth, readPair } from '#course/package/pairing.ts';
import type { Reading } from '#course/package/reading.ts';

/** What to check before a unit's artefact is handed in. */
export function readChecklist({ files, report }: Reading, folder: string): Checklist | undefined {
	const pair = readPair(files, `${folder}/checklist.md`, checklistDocument, report);
	if (!pair) return undefined;
	const { de, en, body, join } = pair;
	const items = join.entries(['items'], de.items, en.items, (german, english) => ({
		id: german.id,
		text: inBoth('text', german, english),
	}));
	return { title: inBoth('title', de, en), body, items };
}

/** The shift tasks of a unit's acting community managers. */
export function readManagerGuide({ files, report }: Reading, folder: string): ManagerGuide | undefined {
	const pair = readPair(files, `${folder}/manager-guide.md`, managerGuideDocument, report);
	if (!pair) return undefined;
	const { de, en, body, join } = pair;
	const tasks = join.entries(['tasks'], de.tasks, en.tasks, (german, english) => ({
		id: german.id,
		title: inBoth('title', german, english),
		why: inBoth('why', german, english),
	}));
	return { title: inBoth('title', de, en), body, tasks };
}

/** What the learning companions of a unit look for. */
export function readCompanionGuide({ files, report }: Reading, folder: string): CompanionGuide | undefined {
	const pair = readPair(files, `${folder}/companion-guide.md`, companionGuideDocument, report);
	if (!pair) return undefined;
	const { de, en, body, join } = pair;
	return {
		title: inBoth('title', de, en),
		body,
		lookFor: join.texts(['lookFor'], de.lookFor, en.lookFor),
		questions: join.entries(['questions'], de.questions, en.questions, (german, english) => ({
			id: german.id,
			question: inBoth('question', german, english),
			answer: inBoth('answer', german, english),
		})),
		starters: join.texts(['starters'], de.starters, en.starters),
		stepIn: join.texts(['stepIn'], de.stepIn, en.stepIn),
	};
}
