import { agendaDocument } from '#course/package/document-schemas.ts';
import type { Agenda, AgendaItemKind, MeetingPart } from '#course/package/model.ts';
import { inBoth, readPair } from '#course/package/pairing.ts';
import type { Reading } from '#course/package/reading.ts';

/**
 * Reads an agenda whose items fill the parts of a meeting exactly.
 *
 * @param once kinds of items of which there must be exactly one
 */
export function readAgenda(
	{ files, report }: Reading,
	file: string,
	parts: readonly MeetingPart[],
	once: readonly AgendaItemKind[],
): Agenda | undefined {
	const pair = readPair(files, file, agendaDocument(parts, once), report);
	if (!pair) return undefined;
	const { de, en, body, join } = pair;
	const items = join.entries(['items'], de.items, en.items, (german, english, path) => ({
		id: german.id,
		kind: join.same([...path, 'kind'], german.kind, english.kind),
		part: join.same([...path, 'part'], german.part, english.part),
		minutes: join.same([...path, 'minutes'], german.minutes, english.minutes),
		title: inBoth('title', german, english),
		note: inBoth('note', german, english),
	}));
	return { title: inBoth('title', de, en), body, items };
}
