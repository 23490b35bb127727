import { m } from '#messages/messages.js';
import { firstCharacters, charactersIn } from '#exam/typeset/shorten.ts';
import { shownOr } from '#platform/server/typeset-letters.ts';
import { setMarkdown, type SetBlock } from '#platform/server/typeset-markdown.ts';
import { measure, typeset, type Typesetting } from '#platform/server/typeset.ts';

export interface PaperSheet {
	language: 'de' | 'en';
	/** Title of the case, or of the reflection. */
	title: string;
	/** Above the title, such as "Gruppenarbeit"; it must not lead to a person. */
	kind: string | null;
	/** In the footer instead of names. */
	number: string;
	/** The line with names, in the upper margin; null while marking is blind. */
	candidateLine: string | null;
	sections: PaperSection[];
}

export interface PaperSection {
	/** The guiding question. */
	question: string;
	/** Markdown. */
	answer: string;
}

export interface PaperLength {
	/** A4 pages, begun ones included. */
	pages: number;
	/** How much of the last page is used, between 0 and 1. */
	fill: number;
	/** Pages with the used part of the last one, such as 1.8. */
	length: number;
	/** Letters that appear as a box because no bundled font has them. */
	missing: string[];
}

export interface TypesetPaper extends PaperLength {
	pdf: Uint8Array<ArrayBuffer>;
	/** Whether text beyond `onlyFirstPages` was left out. */
	cut: boolean;
}

/** Far more than the two pages hold; what goes beyond is counted no further, so that no draft can keep the server busy. */
const countedCharacters = 60_000;

/** Lines of running text on a full page, for "room for about ten lines". */
export const linesPerPage = 49;

/** How long the paper is as it stands; what the page shows while someone writes. */
export async function measurePaper(sheet: PaperSheet): Promise<PaperLength> {
	return lengthOf(sheet, sectionsOf(sheet));
}

/**
 * The paper as tagged PDF without a name in its metadata. `onlyFirstPages` leaves out what does not fit on so many A4
 * pages; the text is cut where it would run on, so nothing beyond is hidden in the file.
 */
export async function typesetPaper(
	sheet: PaperSheet,
	options: { onlyFirstPages?: number } = {},
): Promise<TypesetPaper> {
	const limit = options.onlyFirstPages ?? Infinity;
	const whole = sectionsOf(sheet);
	const fits = (await lengthOf(sheet, whole)).pages <= limit;
	const sections = fits ? whole : await fitting(sheet, whole, limit);
	const { pdf, pages, marks, missing } = await typeset(jobOf(sheet, sections, fits ? null : limit));
	return { pdf, cut: !fits, ...asLength(pages, marks, missing) };
}

interface SetSection {
	question: string;
	blocks: SetBlock[];
}

function sectionsOf(sheet: PaperSheet): SetSection[] {
	const pictureWord = m.sheet_picture({}, { locale: sheet.language });
	const sections = sheet.sections.map(({ question, answer }) => ({
		question: shownOr(question, '–'),
		blocks: setMarkdown(answer, { pictureWord }),
	}));
	return firstSections(sections, countedCharacters);
}

/** The longest beginning that fits, found by halving. */
async function fitting(sheet: PaperSheet, whole: SetSection[], limit: number): Promise<SetSection[]> {
	let fits = 0;
	let tooMuch = charactersIn(whole.flatMap((section) => section.blocks));
	while (tooMuch - fits > 1) {
		const middle = Math.floor((fits + tooMuch) / 2);
		const { pages } = await measure(jobOf(sheet, firstSections(whole, middle), limit));
		if (pages <= limit) fits = middle;
		else tooMuch = middle;
	}
	return firstSections(whole, fits);
}

function firstSections(sections: SetSection[], characters: number): SetSection[] {
	let left = characters;
	const result: SetSection[] = [];
	for (const section of sections) {
		if (left <= 0) break;
		result.push({ ...section, blocks: firstCharacters(section.blocks, left) });
		left -= charactersIn(section.blocks);
	}
	return result;
}

async function lengthOf(sheet: PaperSheet, sections: SetSection[]): Promise<PaperLength> {
	const { pages, marks, missing } = await measure(jobOf(sheet, sections, null));
	return asLength(pages, marks, missing);
}

function asLength(pages: number, marks: unknown[], missing: string[]): PaperLength {
	const fill = Math.min(1, Math.max(0, Number(marks[0])));
	return { pages, fill, length: pages - 1 + fill, missing };
}

function jobOf(sheet: PaperSheet, sections: SetSection[], cutAfter: number | null): Typesetting {
	const locale = { locale: sheet.language };
	const words = {
		page: m.sheet_page({ page: '{page}', pages: '{pages}' }, locale),
		number: m.paper_sheet_number({ number: sheet.number }, locale),
		unanswered: m.paper_sheet_unanswered({}, locale),
		cut: cutAfter === null ? null : m.paper_sheet_cut({ pages: cutAfter }, locale),
	};
	const title = shownOr(sheet.title, words.number);
	const { language, kind, candidateLine: candidate } = sheet;
	return { template: 'src/exam/typeset/paper.typ', data: { language, title, kind, candidate, sections, words } };
}
