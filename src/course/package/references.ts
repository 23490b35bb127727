import { citedWorks } from '#platform/markdown-citations.ts';
import type { PackageFiles } from '#course/package/files.ts';
import type { Problem } from '#course/package/problems.ts';

/** Addresses within a package: `[words](glossary:sense-of-community)`. Figures are held apart. */
export const pointerKinds = ['glossary', 'lesson', 'unit', 'template', 'case', 'handbook'] as const;
export type PointerKind = (typeof pointerKinds)[number];

export interface Citation {
	key: string;
	locator: string;
	offset: number;
}

const citation = /\[(@[^\]]+)\]/g;
const pointer = new RegExp(`\\]\\((${pointerKinds.join('|')}):([^)\\s]*)`, 'g');
const figure = /\]\(figure:([^)\s]*)/g;
/** On its own between empty lines, with a text alternative and a caption. */
const wholeFigure = /(?<=^|\n[ \t]*\n)!\[([^\]]*)\]\(figure:([a-z0-9-]+)\s+"([^"]+)"\)[ \t]*(?=\n[ \t]*\n|\n?$)/g;

/** Works cited in a text, in its order. */
export function citationsIn(text: string): Citation[] {
	return [...text.matchAll(citation)].flatMap(({ 1: inner = '', index }) =>
		citedWorks(inner).map((work) => ({ ...work, offset: index })),
	);
}

/** Ids of what a text points to, in its order. */
export function pointersTo(kind: PointerKind, text: string): string[] {
	return [...text.matchAll(pointer)].flatMap(({ 1: written, 2: id = '' }) => (written === kind ? [id] : []));
}

export interface ShownFigure {
	id: string;
	alt: string;
	caption: string;
	offset: number;
}

/** Figures that a text shows, in its order. */
export function figuresIn(text: string): ShownFigure[] {
	return [...text.matchAll(wholeFigure)].map(({ 1: alt = '', 2: id = '', 3: caption = '', index }) => ({
		id,
		alt: alt.replace(/\s+/g, ' ').trim(),
		caption: caption.replace(/\s+/g, ' ').trim(),
		offset: index,
	}));
}

/** What texts of a package may refer to; `undefined` where it could not be read, so that nothing is said of it. */
export type Targets = Record<PointerKind | 'work', ReadonlySet<string> | undefined>;

const targetNames: Record<PointerKind, string> = {
	glossary: 'glossary entry',
	lesson: 'lesson',
	unit: 'unit',
	template: 'template',
	case: 'case',
	handbook: 'page in the handbook',
};

/** Everything in the texts of a package that leads nowhere. */
export function referenceProblems(files: PackageFiles, targets: Targets): Problem[] {
	return [...files].flatMap(([file, bytes]) => {
		if (!/^(de|en)\/.*\.(md|yaml)$/.test(file)) return [];
		const text = new TextDecoder().decode(bytes).replaceAll('\r\n', '\n');
		const at = (offset: number, message: string) => ({ file, line: text.slice(0, offset).split('\n').length, message });
		return [
			...citationsIn(text)
				.filter(({ key }) => targets.work && !targets.work.has(key))
				.map(({ key, offset }) => at(offset, `the bibliography has no “${key}”`)),
			...[...text.matchAll(pointer)].flatMap(({ 1: written = '', 2: id = '', index }) => {
				const kind = pointerKinds.find((each) => each === written);
				const known = kind && targets[kind];
				return known && !known.has(id) ? [at(index, `there is no ${targetNames[kind]} “${id}”`)] : [];
			}),
			...figureProblems(files, file, text, at),
		];
	});
}

function figureProblems(
	files: PackageFiles,
	file: string,
	text: string,
	at: (offset: number, message: string) => Problem,
): Problem[] {
	const whole = figuresIn(text);
	const folder = /^(de|en)\/units\/[^/]+/.exec(file)?.[0];
	const begun = [...text.matchAll(figure)].length;
	const problems = whole.flatMap(({ id, alt, offset }) => {
		if (!folder || !files.has(`${folder}/figures/${id}.svg`)) return [at(offset, `there is no figure “${id}” here`)];
		return alt ? [] : [at(offset, `the figure “${id}” has no text alternative`)];
	});
	if (begun === whole.length) return problems;
	const line = [...text.matchAll(figure)].find(
		({ index }) => !whole.some((each) => each.offset <= index && text.indexOf('\n\n', each.offset + 1) >= index),
	);
	const message = 'a figure stands between empty lines as ![text alternative](figure:id "Caption")';
	return [...problems, at(line?.index ?? 0, message)];
}
