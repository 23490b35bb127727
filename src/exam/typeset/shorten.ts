import type { SetBlock, SetInline } from '#platform/server/typeset-markdown.ts';

/** Characters of the text; every block and break counts one more, so that empty ones come to an end too. */
export function charactersIn(blocks: readonly SetBlock[]): number {
	return sum(blocks, (block) => 1 + partsOf(block));
}

/** The beginning of the blocks with so many characters, cut between words. */
export function firstCharacters(blocks: readonly SetBlock[], characters: number): SetBlock[] {
	return taken(blocks, characters, (block) => charactersIn([block]), beginning);
}

function partsOf(block: SetBlock): number {
	switch (block.kind) {
		case 'paragraph':
		case 'line':
		case 'heading':
			return lettersIn(block.children);
		case 'list':
			return sum(block.items, charactersIn);
		case 'quote':
			return charactersIn(block.blocks);
		case 'code':
			return block.text.length;
		case 'table':
			return sum(block.head, lettersIn) + sum(block.rows, rowLetters);
		case 'picture':
		case 'figure':
		case 'rule':
			return 0;
	}
}

function beginning(block: SetBlock, characters: number): SetBlock[] {
	const left = characters - 1;
	switch (block.kind) {
		case 'paragraph':
		case 'line':
		case 'heading':
			return some(firstLetters(block.children, left)).map((children) => ({ ...block, children }));
		case 'list':
			return some(taken(block.items, left, charactersIn, (item, rest) => some(firstCharacters(item, rest)))).map(
				(items) => ({ ...block, items }),
			);
		case 'quote':
			return some(firstCharacters(block.blocks, left)).map((inside) => ({ ...block, blocks: inside }));
		case 'code':
			return left > 0 ? [{ ...block, text: block.text.slice(0, left) }] : [];
		case 'table': {
			const rows = taken(block.rows, left - sum(block.head, lettersIn), rowLetters, () => []);
			return rows.length > 0 ? [{ ...block, rows }] : [];
		}
		case 'picture':
		case 'figure':
		case 'rule':
			return left >= 0 ? [block] : [];
	}
}

function firstLetters(nodes: readonly SetInline[], characters: number): SetInline[] {
	return taken(
		nodes,
		characters,
		(node) => lettersIn([node]),
		(node, left): SetInline[] => {
			if ('children' in node) return some(firstLetters(node.children, left)).map((children) => ({ ...node, children }));
			if (!('text' in node)) return [];
			const text = node.text.slice(0, left).replace(/\S+$/u, '');
			return text === '' ? [] : [{ ...node, text }];
		},
	);
}

function lettersIn(nodes: readonly SetInline[]): number {
	return sum(nodes, (node) => ('text' in node ? node.text.length : 'children' in node ? lettersIn(node.children) : 1));
}

function rowLetters(row: readonly SetInline[][]): number {
	return 1 + sum(row, lettersIn);
}

/** Whole items while there is room, then a part of the next one, then nothing. */
function taken<T>(
	items: readonly T[],
	room: number,
	size: (item: T) => number,
	part: (item: T, left: number) => T[],
): T[] {
	const result: T[] = [];
	let left = room;
	for (const item of items) {
		if (size(item) > left) return left > 0 ? [...result, ...part(item, left)] : result;
		result.push(item);
		left -= size(item);
	}
	return result;
}

/** The list as the only element, or none when it is empty. */
function some<T>(items: T[]): T[][] {
	return items.length > 0 ? [items] : [];
}

function sum<T>(items: readonly T[], size: (item: T) => number): number {
	return items.reduce((total, item) => total + size(item), 0);
}
