import { readSvg, type SvgElement } from '#course/package/svg.ts';

/**
 * A figure as HTML, written anew from what was read, so that nothing can be in it that `svg.ts` does not know. Its own
 * title and description give way to the text alternative; ids get the figure's name before them, since several figures
 * stand on one page.
 */
export function drawingHtml(source: string, id: string, alt: string): string {
	const root = readSvg(source);
	const viewBox = root.attributes.get('viewBox') ?? '';
	const inside = root.children.map((child) => nodeToHtml(child, id)).join('');
	return `<svg class="drawing" viewBox=${quoted(viewBox)} role="img" aria-label=${quoted(alt)}>${inside}</svg>`;
}

function nodeToHtml(node: SvgElement | string, figure: string): string {
	if (typeof node === 'string') return escaped(node.replace(/\s+/g, ' '));
	if (node.name === 'title' || node.name === 'desc') return '';
	const attributes = [...node.attributes].map(([name, value]) => ` ${name}=${quoted(named(name, value, figure))}`);
	const inside = node.children.map((child) => nodeToHtml(child, figure)).join('');
	return `<${node.name}${attributes.join('')}>${inside}</${node.name}>`;
}

function named(attribute: string, value: string, figure: string): string {
	if (attribute === 'id') return `${figure}-${value}`;
	return attribute.startsWith('marker-') ? value.replace('url(#', `url(#${figure}-`) : value;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const quoted = (value: string): string => `"${escaped(value).replaceAll('"', '&quot;')}"`;
