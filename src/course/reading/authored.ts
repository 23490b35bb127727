import { m } from '#messages/messages.js';
import { authoredToHtml, wordsOf } from '#platform/markdown.ts';
import { parseAuthored } from '#platform/markdown-parser.ts';
import type { AuthoredHtml } from '#platform/markdown-html.ts';
import type { CoursePackage, Unit } from '#course/package/model.ts';
import { pointerKinds, type PointerKind } from '#course/package/references.ts';
import type { Language } from '#course/package/text.ts';
import { citedAs } from '#course/reading/cited.ts';
import { drawingHtml } from '#course/reading/drawing.ts';
import { workId } from '#course/reading/work-id.ts';

/** Where an authored text is read: what it can refer to, and which of that its reader may open. */
export interface ReadingPlace {
	course: Pick<CoursePackage, 'bibliography'>;
	language: Language;
	/** The address of what a text points to; null where the reader may not go. */
	addressOf: (kind: PointerKind, id: string) => string | null;
	/** The unit whose figures the text may show. */
	unit?: Pick<Unit, 'figures'> | undefined;
}

export interface ReadingOptions {
	/** As in `markdownToHtml`; 2 unless told otherwise. */
	headingsBelow?: number;
	/** Headings of the text get ids `section-1`, `section-2` …, to be led to. */
	anchors?: boolean;
	/** The page lists the works, each under its `workId`; citations lead there. */
	listed?: boolean;
}

/** A text of the package as HTML. */
export function readingHtml(markdown: string, place: ReadingPlace, options: ReadingOptions = {}): string {
	const { headingsBelow = 2, anchors = false, listed = false } = options;
	const authored = { ...authoredIn(place, listed), ...(anchors ? { headingId: sectionId } : {}) };
	return authoredToHtml(markdown, { headingsBelow, authored });
}

/** One line of a text, such as a question, without the paragraph around it. */
export function lineHtml(markdown: string, place: ReadingPlace): string {
	return readingHtml(markdown.replace(/\s+/g, ' ').trim(), place).replace(/^<p>([^]*)<\/p>$/, '$1');
}

/** The words of one line of a text. */
export function linePlain(markdown: string): string {
	const [first] = parseAuthored(markdown.replace(/\s+/g, ' ').trim());
	return first?.kind === 'paragraph' ? wordsOf(first.children) : '';
}

/** The headings of a text, of the first level, with the ids they have when it is shown with anchors. */
export function sectionsOf(markdown: string): { id: string; title: string }[] {
	return parseAuthored(markdown)
		.filter((block) => block.kind === 'heading')
		.map((heading, index) => ({ id: sectionId(index + 1), title: wordsOf(heading.children), depth: heading.depth }))
		.filter(({ depth }) => depth === 1)
		.map(({ id, title }) => ({ id, title }));
}

export const sectionId = (number: number): string => `section-${number}`;

function authoredIn(place: ReadingPlace, listed: boolean): AuthoredHtml {
	const { course, language, unit, addressOf } = place;
	const shown: string[] = [];
	return {
		pointer: (to, id) => {
			const kind = pointerKinds.find((each) => each === to);
			const href = kind && addressOf(kind, id);
			return href ? { href, kind: kind === 'glossary' ? 'term' : 'place' } : null;
		},
		work: ({ key, locator }) => {
			const label = citedAs(key, course.bibliography);
			const named = locator ? `${label}, ${locator}` : label;
			return label === null || named === null ? null : { label: named, href: listed ? `#${workId(key)}` : null };
		},
		figure: (id, alt) => {
			const figure = unit?.figures.find((each) => each.id === id);
			if (figure) shown.push(id);
			return figure ? drawingHtml(figure.svg[language], id, alt) : null;
		},
		figureLabel: (id) =>
			shown.includes(id) ? m.lesson_figure({ number: shown.indexOf(id) + 1 }, { locale: language }) : '',
	};
}
