import type { CitedWork } from '#platform/markdown-citations.ts';
import type { Align, Block, Inline } from '#platform/markdown-tree.ts';

export interface HtmlOptions {
	/** The level (1–5) of the heading the text stands under; its own start one below. */
	headingsBelow: number;
	/** How a mentioned person is called today and where they are found. By default the name as written, with a link. */
	mention?: (person: string) => { name: string; href: string | null };
	/** What authored texts refer to; without it a figure is its caption, and a pointer its words. */
	authored?: AuthoredHtml;
}

export interface AuthoredHtml {
	/** Where a pointer leads, and the class that tells what it is; null for nowhere. */
	pointer: (to: string, id: string) => { href: string; kind: string } | null;
	/** How a work is named where it is cited, and where it stands in the list, if there is one. */
	work: (work: CitedWork) => { label: string; href: string | null } | null;
	/** The drawing, already HTML; null when there is none. */
	figure: (id: string, alt: string) => string | null;
	/** The number in words under which a figure is found, such as "Abbildung 1"; empty for none. */
	figureLabel: (id: string) => string;
	/** The address within the page of the heading of that number, from 1 in the order of the text. */
	headingId?: (number: number) => string;
}

/** Every tag and attribute that can reach a page stands in this file; everything else is escaped. */
export function blocksToHtml(blocks: readonly Block[], options: HtmlOptions): string {
	const numbered = numberHeadings(blocks, options);
	return blocks.map((block) => blockToHtml(block, numbered)).join('\n');
}

type Numbered = HtmlOptions & { headingNumbers?: ReadonlyMap<Block, number> };

/** Headings at the top of a text can be led to; those within lists and quotations cannot. */
function numberHeadings(blocks: readonly Block[], options: Numbered): Numbered {
	if (!options.authored?.headingId || options.headingNumbers) return options;
	const headings = blocks.filter(({ kind }) => kind === 'heading');
	return { ...options, headingNumbers: new Map(headings.map((heading, index) => [heading, index + 1])) };
}

function blockToHtml(block: Block, options: Numbered): string {
	switch (block.kind) {
		case 'paragraph':
			return `<p>${line(block.children, options)}</p>`;
		case 'heading': {
			const tag = `h${Math.min(6, options.headingsBelow + block.depth)}`;
			const number = options.headingNumbers?.get(block);
			const id = number === undefined ? '' : ` id=${quote(options.authored?.headingId?.(number) ?? '')}`;
			return `<${tag}${id}>${line(block.children, options)}</${tag}>`;
		}
		case 'list': {
			const tag = block.start === null ? 'ul' : 'ol';
			const start = block.start !== null && block.start !== 1 ? ` start="${block.start}"` : '';
			const items = block.items.map((item) => `<li>${itemToHtml(item, block.tight, options)}</li>`);
			return `<${tag}${start}>\n${items.join('\n')}\n</${tag}>`;
		}
		case 'quote':
			return `<blockquote>\n${blocksToHtml(block.blocks, options)}\n</blockquote>`;
		case 'code':
			// focusable, because a wide one scrolls and the keyboard has to get there
			return `<pre tabindex="0"><code>${escape(block.text)}\n</code></pre>`;
		case 'table':
			return tableToHtml(block, options);
		case 'rule':
			return '<hr />';
		case 'figure':
			return figureToHtml(block, options);
	}
}

function figureToHtml(figure: Extract<Block, { kind: 'figure' }>, { authored }: HtmlOptions): string {
	const drawing = authored?.figure(figure.id, figure.alt);
	const label = authored?.figureLabel(figure.id);
	const named = label ? `<span class="figure-label">${escape(label)}</span> ` : '';
	const caption = `<figcaption>${named}${escape(figure.caption)}</figcaption>`;
	return `<figure id=${quote(`figure-${figure.id}`)}>\n${drawing ?? `<p>${escape(figure.alt)}</p>`}\n${caption}\n</figure>`;
}

function itemToHtml(item: readonly Block[], tight: boolean, options: HtmlOptions): string {
	return item
		.map((block) => (tight && block.kind === 'paragraph' ? line(block.children, options) : blockToHtml(block, options)))
		.join('\n');
}

function tableToHtml(table: Extract<Block, { kind: 'table' }>, options: HtmlOptions): string {
	const row = (tag: 'th' | 'td', cells: readonly Inline[][]) => {
		const html = cells.map((cell, i) => {
			// a column without a name, as over the names of the rows, has no header
			const own = tag === 'th' && cell.length === 0 ? 'td' : tag;
			return `<${own}${cellAttributes(own, table.align[i])}>${line(cell, options)}</${own}>`;
		});
		return `<tr>${html.join('')}</tr>`;
	};
	const body = table.rows.length > 0 ? `\n<tbody>\n${table.rows.map((r) => row('td', r)).join('\n')}\n</tbody>` : '';
	const head = `<thead>\n${row('th', table.head)}\n</thead>`;
	return `<div class="table-scroll" tabindex="0">\n<table>\n${head}${body}\n</table>\n</div>`;
}

function cellAttributes(tag: 'th' | 'td', align: Align | undefined): string {
	return (tag === 'th' ? ' scope="col"' : '') + (align ? ` class="align-${align}"` : '');
}

function line(nodes: readonly Inline[], options: HtmlOptions): string {
	return nodes.map((node) => inlineToHtml(node, options)).join('');
}

function inlineToHtml(node: Inline, options: HtmlOptions): string {
	switch (node.kind) {
		case 'text':
			return escape(node.text);
		case 'strong':
			return `<strong>${line(node.children, options)}</strong>`;
		case 'emphasis':
			return `<em>${line(node.children, options)}</em>`;
		case 'struck':
			return `<s>${line(node.children, options)}</s>`;
		case 'code':
			return `<code>${escape(node.text)}</code>`;
		case 'link':
			// `[words]()` leads nowhere
			if (node.href === '') return line(node.children, options);
			return `<a href=${quote(node.href)}${relation(node.href)}>${line(node.children, options)}</a>`;
		case 'mention':
			return mentionToHtml(node.person, node.name, options);
		case 'picture':
			return `<img src=${quote(`/files/${node.file}`)} alt=${quote(node.alt)} loading="lazy" decoding="async" />`;
		case 'break':
			return '<br />\n';
		case 'pointer': {
			const place = options.authored?.pointer(node.to, node.id);
			const words = line(node.children, options);
			return place ? `<a class=${quote(place.kind)} href=${quote(place.href)}>${words}</a>` : words;
		}
		case 'citation':
			return citationToHtml(node.works, options);
	}
}

function citationToHtml(works: readonly CitedWork[], { authored }: HtmlOptions): string {
	const named = works.map((work) => {
		const known = authored?.work(work);
		if (!known?.href) return escape(known?.label ?? work.key);
		return `<a class="citation" href=${quote(known.href)}>${escape(known.label)}</a>`;
	});
	return `(${named.join('; ')})`;
}

function mentionToHtml(person: string, written: string, options: HtmlOptions): string {
	const { name, href } = options.mention?.(person) ?? { name: written, href: `/people/${person}` };
	if (href === null) return `<span class="mention">@${escape(name)}</span>`;
	return `<a class="mention" href=${quote(href)}>@${escape(name)}</a>`;
}

/** Our own pages need no warning to search engines. */
function relation(href: string): string {
	return /^[/#]/.test(href) ? '' : ' rel="nofollow ugc noopener"';
}

function escape(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function quote(value: string): string {
	return `"${escape(value).replaceAll('"', '&quot;')}"`;
}
