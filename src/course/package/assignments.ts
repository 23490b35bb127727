import { assignmentDocument, individualDocument, templateDocument } from '#course/package/document-schemas.ts';
import type { Assignment, Criterion, Section, Template } from '#course/package/model.ts';
import { fourTexts, inBoth, readPair, type Joiner, type Pair } from '#course/package/pairing.ts';
import type { Reading } from '#course/package/reading.ts';

type FourStrings = [string, string, string, string];
type CriterionIn = { id: string; title: string; levels: FourStrings };
type SectionIn = { id: string; title: string; guidance: string };
type AssignmentIn = { id: string; title: string; hours: number; summary: string; rubric: CriterionIn[] };

/**
 * The assignment of a unit's group; its result is written in the sections of the unit's template.
 *
 * @param hoursLeft hours of the unit that its topics leave
 */
export function readGroupAssignment(
	reading: Reading,
	folder: string,
	template: Template | undefined,
	hoursLeft: number,
): Assignment | undefined {
	const pair = readPair(reading.files, `${folder}/assignment.md`, assignmentDocument(hoursLeft), reading.report);
	if (!pair || !template) return undefined;
	return { ...joinAssignment(reading, pair), kind: 'group', sections: template.sections };
}

/** The voluntary assignment for one person. */
export function readIndividualAssignment(reading: Reading, folder: string): Assignment | undefined {
	const pair = readPair(reading.files, `${folder}/individual.md`, individualDocument, reading.report);
	if (!pair) return undefined;
	const sections = joinSections(pair.join, pair.de.sections, pair.en.sections);
	return { ...joinAssignment(reading, pair), kind: 'person', sections };
}

/** The template of a unit's artefact. */
export function readTemplate({ files, report }: Reading, folder: string): Template | undefined {
	const pair = readPair(files, `${folder}/template.md`, templateDocument, report);
	if (!pair) return undefined;
	const { de, en, body, join } = pair;
	return { title: inBoth('title', de, en), body, sections: joinSections(join, de.sections, en.sections) };
}

function joinAssignment({ assignmentIds }: Reading, { de, en, body, join }: Pair<AssignmentIn>) {
	if (assignmentIds.has(de.id)) join.complain(['id'], `another assignment has “${de.id}” already`);
	assignmentIds.add(de.id);
	return {
		id: join.same(['id'], de.id, en.id),
		hours: join.same(['hours'], de.hours, en.hours),
		title: inBoth('title', de, en),
		summary: inBoth('summary', de, en),
		rubric: join.entries(['rubric'], de.rubric, en.rubric, joinCriterion),
		body,
	};
}

function joinCriterion(de: CriterionIn, en: CriterionIn): Criterion {
	return { id: de.id, title: inBoth('title', de, en), levels: fourTexts(de.levels, en.levels) };
}

function joinSections(join: Joiner, de: SectionIn[], en: SectionIn[]): Section[] {
	return join.entries(['sections'], de, en, (german, english) => ({
		id: german.id,
		title: inBoth('title', german, english),
		guidance: inBoth('guidance', german, english),
	}));
}
