import { m } from '#messages/messages.js';
import { picturedFiles } from '#platform/markdown.ts';
import { shownOr } from '#platform/server/typeset-letters.ts';
import { setMarkdown } from '#platform/server/typeset-markdown.ts';
import { typeset } from '#platform/server/typeset.ts';
import type { CalendarDate } from '#platform/time.ts';

export interface Artefact {
	language: 'de' | 'en';
	title: string;
	/** Where it comes from, such as "Lerneinheit 2: Strategie"; null for none. */
	context: string | null;
	/** Shown under the title and in the file's metadata. */
	authors: string[];
	/** When it was handed in or last edited. */
	day: CalendarDate | null;
	sections: ArtefactSection[];
	/** Pictures in the sections by the id of their file, as this server drew them; others are named in words. */
	pictures?: ReadonlyMap<string, Uint8Array>;
}

export interface ArtefactSection {
	title: string;
	/** Markdown. */
	body: string;
}

export interface TypesetArtefact {
	/** Tagged. */
	pdf: Uint8Array<ArrayBuffer>;
	pages: number;
	/** Letters that appear as a box because no bundled font has them. */
	missing: string[];
}

/** A result of work as PDF, to keep, to print and to send on. */
export async function typesetArtefact(artefact: Artefact): Promise<TypesetArtefact> {
	const { language, context, authors } = artefact;
	const pictures = picturesAtHand(artefact);
	const locale = { locale: language };
	const title = shownOr(artefact.title, '–');
	const options = {
		pictures: new Map(pictures.map(({ id, path }) => [id, path])),
		pictureWord: m.sheet_picture({}, locale),
	};
	const sections = artefact.sections.map((section) => ({
		title: shownOr(section.title, '–'),
		blocks: setMarkdown(section.body, options),
	}));
	const words = {
		page: m.sheet_page({ page: '{page}', pages: '{pages}' }, locale),
		mark: m.sheet_mark({}, locale),
		empty: m.sheet_empty({}, locale),
		by: byline(artefact),
	};
	const { pdf, pages, missing } = await typeset({
		template: 'src/documents/typeset/artefact.typ',
		data: { language, title, context, authors, day: dayParts(artefact.day), sections, words },
		files: new Map(pictures.map(({ path, bytes }) => [path, bytes])),
	});
	return { pdf, pages, missing };
}

interface PictureAtHand {
	id: string;
	path: string;
	bytes: Uint8Array;
}

function picturesAtHand({ sections, pictures }: Artefact): PictureAtHand[] {
	const shown = new Set(sections.flatMap(({ body }) => picturedFiles(body)));
	return [...(pictures ?? [])]
		.filter(([id]) => shown.has(id))
		.map(([id, bytes]) => ({ id, path: `pictures/${id}.webp`, bytes }));
}

const region = { de: 'de-DE', en: 'en-GB' };

/** "Jana Wittkamp und Paul Engelschall, 12. Oktober 2026" */
function byline({ authors, day, language }: Artefact): string | null {
	const names = new Intl.ListFormat(region[language]).format(authors);
	const long = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
	const date = day === null ? '' : new Intl.DateTimeFormat(region[language], long).format(new Date(day));
	return [names, date].filter((part) => part !== '').join(', ') || null;
}

function dayParts(day: CalendarDate | null): { year: number; month: number; day: number } | null {
	if (day === null) return null;
	const date = new Date(day);
	return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
