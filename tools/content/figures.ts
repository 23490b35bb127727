import type { CoursePackage, Unit } from '#course/package/model.ts';
import { readSvg, textOf, type SvgElement } from '#course/package/svg.ts';
import { languages, type Language } from '#course/package/text.ts';
import type { Finding } from './finding.ts';
import { unitPlace } from './places.ts';

const roomWidth = 360;
const sizes: Record<string, number> = { t: 13, 't-small': 11.5, 't-strong': 13, 't-title': 15 };
/** Of the height of the letters: wide, narrow and middling ones of Source Sans. */
const widths: [letters: RegExp, width: number][] = [
	[/[ijl.,:;|!’' ]/, 0.25],
	[/[frtI()/-]/, 0.34],
	[/[mwMW%—]/, 0.8],
	[/\p{Lu}|[&+=→←]/u, 0.6],
	[/./u, 0.5],
];

/** Figures whose words would stand out of the box, or that are not drawn for a phone. */
export function figureFindings({ units }: CoursePackage): Finding[] {
	return units.flatMap((unit) =>
		unit.figures.flatMap(({ id, svg }) => languages.flatMap((language) => inFigure(unit, id, svg[language], language))),
	);
}

function inFigure(unit: Unit, id: string, source: string, language: Language): Finding[] {
	const root = readSvg(source);
	const file = unitPlace(unit, language, `figures/${id}.svg`);
	const [, , width = 0, height = 0] = (root.attributes.get('viewBox') ?? '').split(' ').map(Number);
	const findings = width === roomWidth ? [] : [{ file, line: root.line, message: `is ${width} wide instead of ${roomWidth}` }];
	return [...findings, ...textsIn(root, { x: 0, y: 0 }).flatMap((text) => outside(text, width, height, file))];
}

interface Drawn {
	words: string;
	from: number;
	to: number;
	y: number;
	line: number;
}

function outside({ words, from, to, y, line }: Drawn, width: number, height: number, file: string): Finding[] {
	if (from >= -1 && to <= width + 1 && y >= 8 && y <= height) return [];
	return [{ file, line, message: `“${words}” stands out of the box (${Math.round(from)} to ${Math.round(to)}, ${y})` }];
}

function textsIn(element: SvgElement, at: { x: number; y: number }): Drawn[] {
	const transform = element.attributes.get('transform');
	const moved = /^translate\(\s*(-?[\d.]+)(?:[\s,]+(-?[\d.]+))?\s*\)$/.exec(transform ?? '');
	// what is turned or scaled is left to the eye
	if (transform && !moved) return [];
	const place = { x: at.x + Number(moved?.[1] ?? 0), y: at.y + Number(moved?.[2] ?? 0) };
	if (element.name === 'text') return linesOf(element, place);
	return element.children.flatMap((child) => (typeof child === 'string' ? [] : textsIn(child, place)));
}

function linesOf(text: SvgElement, at: { x: number; y: number }): Drawn[] {
	const spans = text.children.filter((child) => typeof child !== 'string' && child.attributes.has('x'));
	const lines = spans.length > 0 ? spans.filter((child) => typeof child !== 'string') : [text];
	return lines.map((line) => {
		const value = (name: string) => line.attributes.get(name) ?? text.attributes.get(name);
		const classes = `${text.attributes.get('class') ?? ''} ${line.attributes.get('class') ?? ''}`.split(' ');
		const size = Math.max(...classes.map((name) => sizes[name] ?? 0)) || 13;
		const words = textOf(line).replace(/\s+/g, ' ').trim();
		const width = [...words].reduce((sum, letter) => sum + widthOf(letter), 0) * size;
		const x = at.x + Number(value('x') ?? 0);
		const anchor = value('text-anchor') ?? 'start';
		const from = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
		return { words, from, to: from + width, y: at.y + Number(value('y') ?? 0), line: line.line };
	});
}

const widthOf = (letter: string): number => widths.find(([letters]) => letters.test(letter))?.[1] ?? 0.5;
