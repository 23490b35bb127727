/**
 * Figures are drawings without colours, fonts, scripts or addresses of their own: only the elements, attributes and
 * classes named here. A page never shows the file itself but what is written anew from the tree that was read.
 */

export interface SvgElement {
	name: string;
	attributes: ReadonlyMap<string, string>;
	children: readonly (SvgElement | string)[];
	/** In the file, from 1. */
	line: number;
}

export class SvgError extends Error {
	readonly line: number;
	constructor(line: number, message: string) {
		super(message);
		this.line = line;
	}
}

const shapes = ['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon'];
const elements = new Set(['svg', 'title', 'desc', 'g', 'text', 'tspan', 'defs', 'marker', ...shapes]);
const withText = new Set(['title', 'desc', 'text', 'tspan']);
const attributes = new Set(
	(
		'class id d points x y x1 y1 x2 y2 cx cy r rx ry dx dy width height transform viewBox text-anchor ' +
		'dominant-baseline marker-start marker-mid marker-end markerWidth markerHeight markerUnits refX refY orient ' +
		'stroke-width stroke-dasharray stroke-linecap stroke-linejoin xml:space'
	).split(' '),
);
const onlyAtRoot = new Set(['xmlns', 'role', 'aria-labelledby', 'preserveAspectRatio']);
const refusedAtRoot = new Set(['width', 'height', 'x', 'y', 'transform', 'id', 'class']);
const safeValue = /^[\p{L}\p{N}\s.,:;%()#+/-]*$/u;
const ownMarker = /^url\(#([A-Za-z][\w-]*)\)$/;

export const figureClasses = new Set([
	...['ink', 'soft', 'line', 'strong', 'paper', 'sheet'],
	...['green', 'green-soft', 'apricot', 'apricot-soft', 'amber', 'amber-soft', 'red', 'red-soft'],
	...['stroke-green', 'stroke-apricot', 'stroke-amber', 'stroke-red'],
	...Array.from({ length: 8 }, (_, index) => [`hue-${index + 1}`, `stroke-hue-${index + 1}`]).flat(),
	...['t', 't-small', 't-strong', 't-title'],
]);

/**
 * Reads a figure and refuses whatever is not meant to be in one.
 * @throws SvgError with the line
 */
export function readSvg(source: string): SvgElement {
	const root = new Reader(source).document();
	if (root.name !== 'svg') throw new SvgError(root.line, 'must be an <svg>');
	checkRoot(root);
	check(root, true);
	return root;
}

function checkRoot(root: SvgElement): void {
	if (root.attributes.get('xmlns') !== 'http://www.w3.org/2000/svg')
		throw new SvgError(root.line, 'needs xmlns="http://www.w3.org/2000/svg"');
	if (!/^0 0 \d+(\.\d+)? \d+(\.\d+)?$/.test(root.attributes.get('viewBox') ?? ''))
		throw new SvgError(root.line, 'needs a viewBox such as "0 0 360 240"');
	if (root.attributes.get('role') !== 'img') throw new SvgError(root.line, 'needs role="img"');
	for (const name of ['title', 'desc'])
		if (!root.children.some((child) => typeof child !== 'string' && child.name === name && textOf(child).trim()))
			throw new SvgError(root.line, `needs a <${name}>`);
}

function check(element: SvgElement, isRoot: boolean): void {
	const { name, line, children } = element;
	if (!elements.has(name) || (name === 'svg') !== isRoot) throw new SvgError(line, `<${name}> is not for figures`);
	for (const [key, value] of element.attributes) checkAttribute(element, key, value, isRoot);
	for (const child of children) {
		if (typeof child !== 'string') check(child, false);
		else if (child.trim() && !withText.has(name)) throw new SvgError(line, `<${name}> may not hold text`);
	}
}

function checkAttribute({ line }: SvgElement, key: string, value: string, isRoot: boolean): void {
	const allowed = isRoot
		? !refusedAtRoot.has(key) && (attributes.has(key) || onlyAtRoot.has(key))
		: attributes.has(key);
	if (!allowed) throw new SvgError(line, `the attribute ${key} is not for figures`);
	if (!safeValue.test(value)) throw new SvgError(line, `“${value}” is not a value for ${key}`);
	if (key.startsWith('marker-') && !ownMarker.test(value)) throw new SvgError(line, `${key} must be url(#id)`);
	if (key === 'id' && !/^[A-Za-z][\w-]*$/.test(value)) throw new SvgError(line, `“${value}” is not an id`);
	if (key !== 'class') return;
	for (const one of value.trim().split(/\s+/))
		if (!figureClasses.has(one)) throw new SvgError(line, `there is no class “${one}” for figures`);
}

/** The words within an element. */
export function textOf(element: SvgElement): string {
	return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** XML as figures need it: elements, attributes, text and comments; no doctype, no CDATA, no instructions. */
class Reader {
	readonly #source: string;
	#at = 0;
	constructor(source: string) {
		this.#source = source.replace(/^\uFEFF?<\?xml[^>]*\?>/, (found) => ' '.repeat(found.length));
	}

	document(): SvgElement {
		this.#skip();
		const root = this.#element();
		this.#skip();
		if (this.#at < this.#source.length) throw this.#error('there is something after the end of the <svg>');
		return root;
	}

	#element(): SvgElement {
		const line = this.#line();
		const name = this.#take(/<([A-Za-z][\w:-]*)/y, 'an element was expected')[1] ?? '';
		const found = new Map<string, string>();
		for (let next = this.#try(/\s+([A-Za-z_][\w:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y); next;) {
			const [, key = '', double, single] = next;
			if (found.has(key)) throw this.#error(`the attribute ${key} stands there twice`);
			found.set(key, this.#decode(double ?? single ?? ''));
			next = this.#try(/\s+([A-Za-z_][\w:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y);
		}
		if (this.#try(/\s*\/>/y)) return { name, attributes: found, children: [], line };
		this.#take(/\s*>/y, `<${name}> is not closed by “>”`);
		const children = this.#children();
		if (!this.#try(new RegExp(`</${name}\\s*>`, 'y'))) throw this.#error(`</${name}> was expected`);
		return { name, attributes: found, children, line };
	}

	#children(): (SvgElement | string)[] {
		const result: (SvgElement | string)[] = [];
		while (this.#at < this.#source.length && !this.#source.startsWith('</', this.#at)) {
			if (this.#try(/<!--[^]*?-->/y)) continue;
			const text = this.#try(/[^<]+/y);
			result.push(text ? this.#decode(text[0]) : this.#element());
		}
		return result;
	}

	#skip(): void {
		while (this.#try(/\s+|<!--[^]*?-->/y));
	}

	#decode(text: string): string {
		return text.replace(/&(#x?[0-9a-f]+|\w+);|&/gi, (whole, name: string | undefined) => {
			const known = name && entities[name];
			if (known) return known;
			const code = name?.startsWith('#x') ? parseInt(name.slice(2), 16) : Number(name?.slice(1));
			if (!name?.startsWith('#') || !(code > 31 && code < 0x110000))
				throw this.#error(`“${whole}” must be written &amp;`);
			return String.fromCodePoint(code);
		});
	}

	#try(pattern: RegExp): RegExpExecArray | null {
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.#source);
		if (found) this.#at = pattern.lastIndex;
		return found;
	}

	#take(pattern: RegExp, message: string): RegExpExecArray {
		const found = this.#try(pattern);
		if (!found) throw this.#error(message);
		return found;
	}

	#line(): number {
		return this.#source.slice(0, this.#at).split('\n').length;
	}

	#error(message: string): SvgError {
		return new SvgError(this.#line(), message);
	}
}
