import { readSvg, type SvgElement } from '#course/package/svg.ts';

/** What the classes of figures mean where no style sheet is; `drawing.css` says the same for the pages. */
const fills: Record<string, string> = {
	ink: 'ink',
	soft: 'ink-2',
	paper: 'paper',
	sheet: 'sheet',
	green: 'green',
	'green-soft': 'green-soft',
	apricot: 'apricot',
	'apricot-soft': 'apricot-soft',
	amber: 'amber',
	'amber-soft': 'amber-soft',
	red: 'red',
	'red-soft': 'red-soft',
	...Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`hue-${index + 1}`, `h${index + 1}`])),
};
const strokes: Record<string, [colour: string, width: number]> = {
	line: ['edge', 1],
	strong: ['ink', 2],
	'stroke-green': ['green', 2],
	'stroke-apricot': ['apricot', 2],
	'stroke-amber': ['amber', 2],
	'stroke-red': ['red', 2],
	...Object.fromEntries(
		Array.from({ length: 8 }, (_, index) => [`stroke-hue-${index + 1}`, [`h${index + 1}`, 2] as [string, number]]),
	),
};
const letters: Record<string, Record<string, string>> = {
	t: { 'font-family': 'Allmende Sans', 'font-size': '13' },
	't-small': { 'font-family': 'Allmende Sans', 'font-size': '11.5' },
	't-strong': { 'font-family': 'Allmende Sans', 'font-size': '13', 'font-weight': '600' },
	't-title': { 'font-family': 'Allmende Serif', 'font-size': '15', 'font-weight': '600' },
};

/** A figure with colours and fonts of its own, to be typeset. */
export function figureFor(source: string, colours: ReadonlyMap<string, string>): string {
	return written(readSvg(source), colours, { fill: colourOf('ink', colours) });
}

function written(element: SvgElement, colours: ReadonlyMap<string, string>, more: Record<string, string> = {}): string {
	if (element.name === 'title' || element.name === 'desc') return '';
	const { class: classes = '', ...own } = Object.fromEntries(element.attributes);
	const looks = { ...more, ...lookOf(classes.split(/\s+/), colours), ...own };
	const attributes = Object.entries(looks).map(([name, value]) => ` ${name}="${escaped(value)}"`);
	const inside = element.children.map((child) =>
		typeof child === 'string' ? escaped(child.replace(/\s+/g, ' ')) : written(child, colours),
	);
	return `<${element.name}${attributes.join('')}>${inside.join('')}</${element.name}>`;
}

function lookOf(classes: readonly string[], colours: ReadonlyMap<string, string>): Record<string, string> {
	const look: Record<string, string> = {};
	for (const name of classes) {
		const [colour, width] = strokes[name] ?? [];
		if (colour) Object.assign(look, { fill: 'none', stroke: colourOf(colour, colours), 'stroke-width': String(width) });
	}
	for (const name of classes) {
		const fill = fills[name];
		if (fill) look['fill'] = colourOf(fill, colours);
		Object.assign(look, letters[name]);
	}
	return look;
}

function colourOf(name: string, colours: ReadonlyMap<string, string>): string {
	const colour = colours.get(name);
	if (!colour) throw new Error(`there is no colour ${name}`);
	return colour;
}

const escaped = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
