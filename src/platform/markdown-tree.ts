import type { CitedWork } from '#platform/markdown-citations.ts';

/** What people write, as a tree. Pages, plain text and typesetting are all made from it, so none can show what it lacks. */
export type Block =
	| { kind: 'paragraph'; children: Inline[] }
	/** `depth` counts from 1 and never skips a step, whatever was typed. */
	| { kind: 'heading'; depth: number; children: Inline[] }
	| { kind: 'list'; start: number | null; tight: boolean; items: Block[][] }
	| { kind: 'quote'; blocks: Block[] }
	| { kind: 'code'; text: string }
	| { kind: 'table'; align: Align[]; head: Inline[][]; rows: Inline[][][] }
	| { kind: 'rule' }
	/** In authored texts only: a drawing, named by its id among those of the text's surroundings. */
	| { kind: 'figure'; id: string; alt: string; caption: string };

export type Inline =
	| { kind: 'text'; text: string }
	| { kind: 'strong' | 'emphasis' | 'struck'; children: Inline[] }
	| { kind: 'code'; text: string }
	/** `href` starts with http:, https:, mailto:, a single slash or #. */
	| { kind: 'link'; href: string; children: Inline[] }
	| { kind: 'mention'; person: string; name: string }
	/** A picture of ours; `file` is its id. */
	| { kind: 'picture'; file: string; alt: string }
	| { kind: 'break' }
	/** In authored texts only: `[words](glossary:trust)`; whoever shows the text knows where that leads. */
	| { kind: 'pointer'; to: string; id: string; children: Inline[] }
	/** In authored texts only: `[@key]`. */
	| { kind: 'citation'; works: CitedWork[] };

export type Align = 'left' | 'center' | 'right' | null;

/** All inline nodes of a tree, outer before inner, in reading order. */
export function* inlines(blocks: readonly Block[]): Generator<Inline> {
	for (const block of blocks) {
		if (block.kind === 'paragraph' || block.kind === 'heading') yield* within(block.children);
		else if (block.kind === 'list') for (const item of block.items) yield* inlines(item);
		else if (block.kind === 'quote') yield* inlines(block.blocks);
		else if (block.kind === 'table') for (const cell of [block.head, ...block.rows].flat()) yield* within(cell);
	}
}

function* within(nodes: readonly Inline[]): Generator<Inline> {
	for (const node of nodes) {
		yield node;
		if ('children' in node) yield* within(node.children);
	}
}
