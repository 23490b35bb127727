import { readAgenda } from '#course/package/agenda.ts';
import { readGroupAssignment, readIndividualAssignment, readTemplate } from '#course/package/assignments.ts';
import { standardFormat } from '#course/package/course-checks.ts';
import type { UnitEntry } from '#course/package/course-schema.ts';
import { unitDocument } from '#course/package/document-schemas.ts';
import { readFigures } from '#course/package/figures.ts';
import { readChecklist, readCompanionGuide, readManagerGuide } from '#course/package/guides.ts';
import type { DeliveryFormat, MeetingPart, Topic, Unit } from '#course/package/model.ts';
import { inBoth, readPair } from '#course/package/pairing.ts';
import type { Reading } from '#course/package/reading.ts';
import { readTitledText } from '#course/package/titled-text.ts';
import { readTopic } from '#course/package/topics.ts';
import { unitFolder } from '#course/package/tree.ts';

/** Reads one unit; `number` counts from 1. */
export function readUnit(
	reading: Reading,
	entry: UnitEntry,
	number: number,
	formats: readonly DeliveryFormat[],
): Unit | undefined {
	const folder = unitFolder(entry, number);
	const about = readAbout(reading, folder, entry);
	const topics = readTopics(reading, folder, entry);
	const figures = readFigures(reading, folder);
	const furtherReading = readTitledText(reading, `${folder}/further-reading.md`);
	const parts = readParts(reading, folder, formats, hoursLeft(entry, topics));
	if (!about || !topics || !parts) return undefined;
	const { id, phase, hours, competences, instrument } = entry;
	return { id, number, phase, hours, competences, instrument, topics, ...about, ...parts, figures, furtherReading };
}

function readAbout({ files, report }: Reading, folder: string, entry: UnitEntry) {
	const pair = readPair(files, `${folder}/unit.md`, unitDocument(entry.id), report);
	if (!pair) return undefined;
	const { de, en, body, join } = pair;
	const goals = join.entries(['goals'], de.goals, en.goals, (german, english) => ({
		id: german.id,
		text: inBoth('text', german, english),
	}));
	return { title: inBoth('title', de, en), summary: inBoth('summary', de, en), body, goals };
}

function readTopics(reading: Reading, folder: string, { topics }: UnitEntry): Unit['topics'] | undefined {
	const [first, second, third] = topics.map((id, index) => readTopic(reading, folder, id, index));
	return first && second && third ? [first, second, third] : undefined;
}

function readParts(reading: Reading, folder: string, formats: readonly DeliveryFormat[], left: number) {
	const template = readTemplate(reading, folder);
	const assignment = readGroupAssignment(reading, folder, template, left);
	const individual = readIndividualAssignment(reading, folder);
	const checklist = readChecklist(reading, folder);
	const agenda = readAgenda(reading, `${folder}/agenda.md`, meetingParts(formats), ['results', 'groups']);
	const managerGuide = readManagerGuide(reading, folder);
	const companionGuide = readCompanionGuide(reading, folder);
	if (!template || !assignment || !individual || !checklist || !agenda || !managerGuide || !companionGuide) {
		return undefined;
	}
	return { template, assignment, individual, checklist, agenda, managerGuide, companionGuide };
}

function meetingParts(formats: readonly DeliveryFormat[]): MeetingPart[] {
	return (standardFormat(formats)?.meetingParts ?? []).filter(({ hours }) => hours === 'meeting');
}

/** What reading the topics leaves of a unit's hours; without limit when they could not be read. */
function hoursLeft({ hours }: UnitEntry, topics: readonly Topic[] | undefined): number {
	if (!topics) return Infinity;
	return hours - topics.reduce((sum, topic) => sum + topic.minutes, 0) / 60;
}
