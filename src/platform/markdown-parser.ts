import MarkdownIt, { type StateInline, type Token } from 'markdown-it';
import { citedWorks } from '#platform/markdown-citations.ts';
import type { Align, Block, Inline } from '#platform/markdown-tree.ts';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const mentionAt = new RegExp(`@\\[([^\\[\\]\\n]{1,120})\\]\\(user:(${uuid})\\)`, 'iy');
const ownFile = new RegExp(`^/files/(${uuid})$`, 'i');
const safeLink = /^(https?:\/\/|mailto:|\/(?![/\\])|#)/i;

const parser = new MarkdownIt({ html: false, linkify: true, breaks: true });
parser.validateLink = (url) => safeLink.test(url.trim());
// A short list, because a full stop without a space ("fertig.So") is more often a slip than a link to Somalia.
parser.linkify.set({ fuzzyLink: true }).tlds(['de', 'at', 'ch', 'com', 'org', 'net', 'eu', 'edu', 'info'], false);
parser.inline.ruler.before('link', 'mention', mention);

/** Reads Markdown (CommonMark with tables, strike-through and bare links; no HTML; a line break is a line break). */
export function parseMarkdown(text: string): Block[] {
	const cursor = new Cursor(parser.parse(text, {}));
	return withoutSkippedHeadings(blocks(cursor));
}

const pointerAt = /^([a-z]+):([a-z0-9-]+)$/;
const citationAt = /\[(@[^\][]+)\](?!\()/y;

const authored = new MarkdownIt({ html: false, linkify: false });
authored.validateLink = (url) => safeLink.test(url.trim()) || pointerAt.test(url.trim());
authored.inline.ruler.before('link', 'citation', citation);
authored.core.ruler.push('wrapped_lines', ({ tokens }) => {
	for (const token of tokens.flatMap(({ children }) => children ?? []))
		if (token.type === 'softbreak') Object.assign(token, { type: 'text', content: ' ' });
});
// "41 %" and "§ 87" stay on one line, however narrow the cell
authored.core.ruler.push('kept_together', ({ tokens }) => {
	for (const token of tokens.flatMap(({ children }) => children ?? []))
		if (token.type === 'text') token.content = token.content.replace(/(?<=\d) (?=%)|(?<=§) (?=\d)/g, '\u00a0');
});

/**
 * Reads Markdown of a package's authors: a line break is a space, and there are figures, citations and pointers to other
 * places of the package.
 */
export function parseAuthored(text: string): Block[] {
	return withoutSkippedHeadings(blocks(new Cursor(authored.parse(text, {}))));
}

function citation(state: StateInline, silent: boolean): boolean {
	if (state.src.charCodeAt(state.pos) !== 0x5b || state.linkLevel > 0) return false;
	citationAt.lastIndex = state.pos;
	const [whole, inside = ''] = citationAt.exec(state.src) ?? [];
	if (!whole) return false;
	if (!silent) state.push('citation', '', 0).meta = { inside };
	state.pos += whole.length;
	return true;
}

function mention(state: StateInline, silent: boolean): boolean {
	if (state.src.charCodeAt(state.pos) !== 0x40 || state.linkLevel > 0) return false;
	mentionAt.lastIndex = state.pos;
	const found = mentionAt.exec(state.src);
	const [whole, name, person] = found ?? [];
	if (!whole || !name || !person) return false;
	if (!silent) state.push('mention', '', 0).meta = { name: name.trim(), person: person.toLowerCase() };
	state.pos += whole.length;
	return true;
}

class Cursor {
	#tokens: readonly Token[];
	#at = 0;
	constructor(tokens: readonly Token[]) {
		this.#tokens = tokens;
	}
	/** The token that comes next, without taking it. */
	get ahead(): Token | undefined {
		return this.#tokens[this.#at];
	}
	next(): Token | undefined {
		return this.#tokens[this.#at++];
	}
	/** Tokens up to the one that closes what was just opened. */
	*untilClosed(): Generator<Token> {
		for (let token = this.next(); token && token.nesting !== -1; token = this.next()) yield token;
	}
}

function blocks(cursor: Cursor): Block[] {
	const result: Block[] = [];
	for (const token of cursor.untilClosed()) result.push(...block(token, cursor));
	return result;
}

function block(token: Token, cursor: Cursor): Block[] {
	switch (token.type) {
		case 'paragraph_open': {
			const figure = figureIn(cursor.ahead);
			const children = text(cursor);
			return [figure ?? { kind: 'paragraph', children }];
		}
		case 'heading_open':
			return heading(Number(token.tag.slice(1)), text(cursor));
		case 'bullet_list_open':
			return [list(cursor, null)];
		case 'ordered_list_open':
			return [list(cursor, Number(token.attrGet('start') ?? 1))];
		case 'blockquote_open':
			return [{ kind: 'quote', blocks: blocks(cursor) }];
		case 'code_block':
		case 'fence':
			return [{ kind: 'code', text: token.content.replace(/\n$/, '') }];
		case 'table_open':
			return [table(cursor)];
		case 'hr':
			return [{ kind: 'rule' }];
		default:
			return [];
	}
}

/** A paragraph that is nothing but `![alternative](figure:id "caption")`. */
function figureIn(paragraph: Token | undefined): Block | null {
	const [image, ...others] = paragraph?.children ?? [];
	if (image?.type !== 'image' || others.length > 0) return null;
	const [, to, id = ''] = pointerAt.exec(attribute(image, 'src')) ?? [];
	return to === 'figure' ? { kind: 'figure', id, alt: altOf(image), caption: attribute(image, 'title') } : null;
}

/** A heading without words would be an empty stop for screen readers. */
function heading(depth: number, children: Inline[]): Block[] {
	return children.length > 0 ? [{ kind: 'heading', depth, children }] : [];
}

function list(cursor: Cursor, start: number | null): Block {
	const items: Block[][] = [];
	let tight = true;
	for (const _item of cursor.untilClosed()) {
		const item: Block[] = [];
		for (const token of cursor.untilClosed()) {
			if (token.type === 'paragraph_open' && !token.hidden) tight = false;
			item.push(...block(token, cursor));
		}
		items.push(item);
	}
	return { kind: 'list', start, tight, items };
}

function table(cursor: Cursor): Block {
	const align: Align[] = [];
	const rows: Inline[][][] = [];
	for (const _part of cursor.untilClosed()) {
		for (const _row of cursor.untilClosed()) {
			const row: Inline[][] = [];
			for (const cell of cursor.untilClosed()) {
				if (rows.length === 0) align.push(alignment(cell));
				row.push(text(cursor));
			}
			rows.push(row);
		}
	}
	const [head = [], ...body] = rows;
	return { kind: 'table', align, head, rows: body };
}

function alignment(cell: Token): Align {
	const style = attribute(cell, 'style');
	return (['left', 'center', 'right'] as const).find((side) => style.endsWith(side)) ?? null;
}

/** The text of a paragraph, heading or cell: one inline token and the closing one. */
function text(cursor: Cursor): Inline[] {
	return [...cursor.untilClosed()].flatMap((token) => inline(new Cursor(token.children ?? []), false));
}

function inline(cursor: Cursor, inLink: boolean): Inline[] {
	const result: Inline[] = [];
	for (const token of cursor.untilClosed()) {
		const node = inlineNode(token, cursor, inLink);
		if (node) result.push(node);
	}
	return result;
}

function inlineNode(token: Token, cursor: Cursor, inLink: boolean): Inline | null {
	switch (token.type) {
		case 'text':
			return token.content ? { kind: 'text', text: token.content } : null;
		case 'strong_open':
			return { kind: 'strong', children: inline(cursor, inLink) };
		case 'em_open':
			return { kind: 'emphasis', children: inline(cursor, inLink) };
		case 's_open':
			return { kind: 'struck', children: inline(cursor, inLink) };
		case 'code_inline':
			return { kind: 'code', text: token.content };
		case 'link_open':
			return link(attribute(token, 'href'), inline(cursor, true));
		case 'image':
			return picture(token, inLink);
		case 'mention':
			return { kind: 'mention', person: String(token.meta?.person), name: String(token.meta?.name) };
		case 'citation':
			return { kind: 'citation', works: citedWorks(String(token.meta?.['inside'])) };
		case 'softbreak':
		case 'hardbreak':
			return { kind: 'break' };
		default:
			return null;
	}
}

function link(href: string, children: Inline[]): Inline {
	const [, to, id = ''] = safeLink.test(href) ? [] : (pointerAt.exec(href) ?? []);
	if (to) return { kind: 'pointer', to, id, children };
	return { kind: 'link', href, children: children.length > 0 ? children : [{ kind: 'text', text: href }] };
}

/** A picture from elsewhere would tell its server who reads, so it becomes a link; within a link, its description. */
function picture(token: Token, inLink: boolean): Inline {
	const source = attribute(token, 'src');
	const alt = altOf(token);
	const file = ownFile.exec(source)?.[1];
	if (file) return { kind: 'picture', file: file.toLowerCase(), alt };
	const words: Inline = { kind: 'text', text: alt || source };
	return inLink || pointerAt.test(source) ? words : link(source, [words]);
}

const altOf = (image: Token): string => (image.children ?? []).map((child) => child.content).join('');

function attribute(token: Token, name: string): string {
	return String(token.attrGet(name) ?? '');
}

/** "# A, ### B, # C" becomes depths 1, 2, 1: screen readers and tagged PDF want an outline without gaps. */
function withoutSkippedHeadings(tree: Block[]): Block[] {
	const open: number[] = [];
	const visit = (nodes: Block[]): Block[] =>
		nodes.map((node) => {
			if (node.kind === 'quote') return { ...node, blocks: visit(node.blocks) };
			if (node.kind === 'list') return { ...node, items: node.items.map(visit) };
			if (node.kind !== 'heading') return node;
			while (open.length > 0 && (open.at(-1) ?? 0) >= node.depth) open.pop();
			open.push(node.depth);
			return { ...node, depth: open.length };
		});
	return visit(tree);
}
