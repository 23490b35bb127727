import { parseAuthored } from '#platform/markdown-parser.ts';
import type { Block, Inline } from '#platform/markdown-tree.ts';

/** The words of authored Markdown, a paragraph, item, heading or cell each; of citations nothing. */
export function wordsIn(markdown: string): string[] {
	return parseAuthored(markdown).flatMap((block) => linesOf(block, true));
}

/** Running text only: paragraphs, items of lists and quotations, without headings, tables and captions. */
export function paragraphsIn(markdown: string): string[] {
	return parseAuthored(markdown).flatMap((block) => linesOf(block, false));
}

/** Words between spaces that have a letter or a digit. */
export function countOf(texts: readonly string[]): number {
	return texts
		.join(' ')
		.split(/\s+/)
		.filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** The headings, and how many figures and tables there are. */
export function shapeOf(markdown: string): { headings: string[]; figures: string[]; tables: number } {
	const blocks = parseAuthored(markdown);
	return {
		headings: blocks.flatMap((block) => (block.kind === 'heading' ? [spoken(block.children)] : [])),
		figures: blocks.flatMap((block) => (block.kind === 'figure' ? [block.id] : [])),
		tables: blocks.filter(({ kind }) => kind === 'table').length,
	};
}

function linesOf(block: Block, all: boolean): string[] {
	switch (block.kind) {
		case 'paragraph':
			return [spoken(block.children)];
		case 'heading':
			return all ? [spoken(block.children)] : [];
		case 'list':
			return block.items.flatMap((item) => item.flatMap((inner) => linesOf(inner, all)));
		case 'quote':
			return block.blocks.flatMap((inner) => linesOf(inner, all));
		case 'table':
			return all ? [block.head, ...block.rows].flat().map(spoken) : [];
		case 'figure':
			return all ? [block.alt, block.caption] : [];
		case 'code':
		case 'rule':
			return [];
	}
}

function spoken(nodes: readonly Inline[]): string {
	return nodes
		.map((node) => {
			if (node.kind === 'text') return node.text;
			if (node.kind === 'break') return ' ';
			return 'children' in node ? spoken(node.children) : '';
		})
		.join('');
}
