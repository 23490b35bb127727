import { parseAuthored, parseMarkdown } from '#platform/markdown-parser.ts';
import type { CitedWork } from '#platform/markdown-citations.ts';
import type { Align, Block, Inline } from '#platform/markdown-tree.ts';
import { breakable, isSeen } from '#platform/server/typeset-letters.ts';

/** What `typeset.typ` reads. A `line` is a paragraph in a tight list; `columns` are shares of the width. */
export type SetBlock =
	| { kind: 'paragraph' | 'line'; children: SetInline[] }
	| { kind: 'heading'; depth: number; children: SetInline[] }
	| { kind: 'list'; start: number | null; tight: boolean; items: SetBlock[][] }
	| { kind: 'quote'; blocks: SetBlock[] }
	| { kind: 'code'; text: string }
	| { kind: 'picture'; file: string; alt: string }
	| { kind: 'figure'; file: string; alt: string; caption: string; label: string }
	| { kind: 'table'; columns: number[]; align: Exclude<Align, null>[]; head: SetInline[][]; rows: SetInline[][][] }
	| { kind: 'rule' };

export type SetInline =
	/** A `long` one is a single word that may be hyphenated; shorter words are not, as on the pages. */
	| { kind: 'text' | 'long' | 'code'; text: string }
	| { kind: 'strong' | 'emphasis' | 'struck'; children: SetInline[] }
	| { kind: 'link'; href: string; children: SetInline[] }
	/** Leads to a place in the same document, named by a label that must be there. */
	| { kind: 'inside'; label: string; children: SetInline[] }
	| { kind: 'break' };

export interface SetOptions {
	/** Path of each picture that is at hand, by the id of its file. */
	pictures?: ReadonlyMap<string, string>;
	/** What stands for a picture without description: "Bild", "Picture". */
	pictureWord: string;
	/** What authored texts refer to; without it a figure is its caption and a pointer its words. */
	authored?: SetAuthored;
}

export interface SetAuthored {
	/** The label of the place in the document, or null for nowhere. */
	pointer: (to: string, id: string) => string | null;
	/** How a work is named where it is cited, and the label of its entry. */
	work: (work: CitedWork) => { words: string; label: string } | null;
	/** The path of the drawing, and the number in words under which it is found. */
	figure: (id: string) => { file: string; label: string } | null;
}

/** Typst stops at some depth of calls, and nobody reads the ninth indentation: deeper ones are laid out flat. */
const deepest = 8;

/** Markdown by people → data for Typst. */
export function setMarkdown(markdown: string, options: SetOptions): SetBlock[] {
	return setBlocks(parseMarkdown(markdown), options, 1);
}

/** Markdown by a package's authors → data for Typst. */
export function setAuthored(markdown: string, options: SetOptions): SetBlock[] {
	return setBlocks(parseAuthored(markdown), options, 1);
}

/** One line by a package's authors → data for Typst. */
export function setLine(markdown: string, options: SetOptions): SetInline[] {
	const [first] = setAuthored(markdown.replace(/\s+/g, ' ').trim(), options);
	return first?.kind === 'paragraph' ? first.children : [];
}

function setBlocks(blocks: readonly Block[], options: SetOptions, depth: number): SetBlock[] {
	return blocks.flatMap((block) => setBlock(block, options, depth));
}

function setBlock(block: Block, options: SetOptions, depth: number): SetBlock[] {
	switch (block.kind) {
		case 'paragraph':
			return paragraph('paragraph', block.children, options);
		case 'heading':
			return heading(block.depth, setInlines(block.children, options));
		case 'list':
			return list(block, options, depth);
		case 'quote': {
			const blocks = setBlocks(block.blocks, options, depth + 1);
			return depth > deepest ? blocks : [{ kind: 'quote', blocks }];
		}
		case 'code':
			return [{ kind: 'code', text: breakable(block.text) }];
		case 'table':
			return [table(block, options)];
		case 'rule':
			return [block];
		case 'figure':
			return figure(block, options);
	}
}

function figure({ id, alt, caption }: Extract<Block, { kind: 'figure' }>, { authored }: SetOptions): SetBlock[] {
	const drawn = authored?.figure(id);
	if (drawn) return [{ kind: 'figure', ...drawn, alt, caption }];
	return [{ kind: 'paragraph', children: [{ kind: 'text', text: caption || alt }] }];
}

function heading(depth: number, children: SetInline[]): SetBlock[] {
	return isSeen(wordsOf(children)) ? [{ kind: 'heading', depth, children }] : [];
}

function list(block: Extract<Block, { kind: 'list' }>, options: SetOptions, depth: number): SetBlock[] {
	const items = block.items.map((item) =>
		item.flatMap((inner) =>
			inner.kind === 'paragraph' && block.tight
				? paragraph('line', inner.children, options)
				: setBlock(inner, options, depth + 1),
		),
	);
	return depth > deepest ? items.flat() : [{ ...block, items }];
}

/** Pictures stand between paragraphs, since a line of text has no room for them. */
function paragraph(kind: 'paragraph' | 'line', children: readonly Inline[], options: SetOptions): SetBlock[] {
	const result: SetBlock[] = [];
	let run: Inline[] = [];
	const finishRun = () => {
		if (run.some((node) => node.kind !== 'break')) result.push({ kind, children: setInlines(run, options) });
		run = [];
	};
	for (const node of children) {
		const path = node.kind === 'picture' ? options.pictures?.get(node.file) : undefined;
		if (node.kind !== 'picture' || path === undefined) {
			run.push(node);
			continue;
		}
		finishRun();
		result.push({ kind: 'picture', file: path, alt: node.alt || options.pictureWord });
	}
	finishRun();
	return result;
}

function table(block: Extract<Block, { kind: 'table' }>, options: SetOptions): SetBlock {
	const set = (row: Inline[][]) => row.map((cell) => setInlines(cell, options));
	const head = set(block.head);
	const rows = block.rows.map(set);
	const columns = shares(head.map((cell, i) => [cell, ...rows.map((row) => row[i] ?? [])]));
	return { kind: 'table', columns, align: block.align.map((side) => side ?? 'left'), head, rows };
}

/** From so many columns on a table is set smaller, and no column narrower than its words. */
const wide = 6;
/** Characters on a line of such a table, and those that the space beside a column takes. */
const lineOfWide = { characters: 84, between: 2 };

function shares(columns: readonly SetInline[][][]): number[] {
	const wanted = columns.map(share);
	if (columns.length < wide) return wanted;
	const least = columns.map((cells) => lineOfWide.between + Math.max(...cells.map(longestWord)));
	const left = Math.max(0, lineOfWide.characters - sum(least));
	return least.map((width, i) => Math.round(10 * (width + (left * (wanted[i] ?? 0)) / sum(wanted))) / 10);
}

/** Characters of the longest word; those that may be hyphenated count for a part of them. */
function longestWord(cell: readonly SetInline[]): number {
	const words = wordsOf(cell).split(/[\s-]+/);
	return Math.max(...words.map((word) => (/\p{L}{9,}/u.test(word) ? 7 : word.length)));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** A column's share of the width: long texts need more room than short ones, but by far not in proportion. */
function share(cells: readonly SetInline[][]): number {
	const longest = Math.max(...cells.map((cell) => wordsOf(cell).length));
	return Math.round(10 * Math.sqrt(Math.min(400, Math.max(6, longest)))) / 10;
}

function wordsOf(nodes: readonly SetInline[]): string {
	return nodes.map((node) => ('text' in node ? node.text : 'children' in node ? wordsOf(node.children) : ' ')).join('');
}

function setInlines(nodes: readonly Inline[], options: SetOptions, depth = 1): SetInline[] {
	return nodes.flatMap((node) => setInline(node, options, depth));
}

function setInline(node: Inline, options: SetOptions, depth: number): SetInline[] {
	switch (node.kind) {
		case 'text':
			return byLength(breakable(node.text.replaceAll(/[ \t]+/g, ' ')));
		case 'code':
			return [{ kind: 'code', text: breakable(node.text) }];
		case 'mention':
			return [{ kind: 'text', text: `@${node.name}` }];
		case 'picture':
			return [{ kind: 'text', text: `[${node.alt ? `${options.pictureWord}: ${node.alt}` : options.pictureWord}]` }];
		case 'break':
			return [{ kind: 'break' }];
		case 'pointer': {
			const children = setInlines(node.children, options, depth + 1);
			const label = options.authored?.pointer(node.to, node.id);
			return label && depth <= deepest ? [{ kind: 'inside', label, children }] : children;
		}
		case 'citation':
			return cited(node.works, options);
		default: {
			const children = setInlines(node.children, options, depth + 1);
			// what leads to a page of ours leads nowhere from a sheet of paper
			const plain = depth > deepest || (node.kind === 'link' && !/^(https?|mailto):/i.test(node.href));
			return plain ? children : [{ ...node, children }];
		}
	}
}

/** "(McMillan & Chavis 1986; Blanchard 2007)" */
function cited(works: readonly CitedWork[], { authored }: SetOptions): SetInline[] {
	const named = works.map((work): SetInline => {
		const known = authored?.work(work);
		if (!known) return { kind: 'text', text: work.key };
		return { kind: 'inside', label: known.label, children: [{ kind: 'text', text: known.words }] };
	});
	const between = named.flatMap((one, index): SetInline[] => (index ? [{ kind: 'text', text: '; ' }, one] : [one]));
	return [{ kind: 'text', text: '(' }, ...between, { kind: 'text', text: ')' }];
}

/** Hyphenating "einer" wins nothing and reads badly: only words of nine letters or more are. */
function byLength(text: string): SetInline[] {
	const parts = text.split(/(\p{L}{9,})/u);
	return parts.flatMap((part, i) => (part === '' ? [] : [{ kind: i % 2 === 1 ? 'long' : 'text', text: part }]));
}
