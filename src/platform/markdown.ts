import { blocksToHtml, type HtmlOptions } from '#platform/markdown-html.ts';
import { remembered } from '#platform/markdown-memory.ts';
import { parseAuthored, parseMarkdown } from '#platform/markdown-parser.ts';
import { inlines, type Block, type Inline } from '#platform/markdown-tree.ts';

/** Markdown by people → HTML that is safe to insert. Headings start at h3 unless told otherwise. */
export function markdownToHtml(markdown: string, options?: Partial<HtmlOptions>): string {
	if (options) return blocksToHtml(parseMarkdown(markdown), { headingsBelow: 2, ...options });
	return remembered(markdown, () => blocksToHtml(parseMarkdown(markdown), { headingsBelow: 2 }));
}

/** Markdown by a package's authors → HTML that is safe to insert. */
export function authoredToHtml(markdown: string, options: HtmlOptions): string {
	return blocksToHtml(parseAuthored(markdown), options);
}

/** The words without their marks, a paragraph, item or row per line, for notifications, search and mail. */
export function plainText(markdown: string): string {
	return linesOf(parseMarkdown(markdown)).join('\n');
}

/** The words of a package's authors without their marks, pointers and citations. */
export function authoredText(markdown: string): string {
	return linesOf(parseAuthored(markdown)).join('\n');
}

/** The beginning of the text on one line, at most `length` characters with the ellipsis, cut between words. */
export function excerpt(markdown: string, length: number): string {
	const whole = plainText(markdown).replaceAll(/\s+/g, ' ').trim();
	if (whole.length <= length) return whole;
	const cut = whole.slice(0, length - 1);
	const words = cut.includes(' ') ? cut.slice(0, cut.lastIndexOf(' ')) : wholeCharacters(cut.slice(0, -1));
	return `${words.replace(/[\s,;:–-]+$/, '')} …`;
}

/**
 * Counts the author's own words: what stands between spaces and has a letter or digit, so an address or "Wiki/Forum" is
 * one word and a dash none. Quoted passages and code are someone else's or no words.
 */
export function countWords(markdown: string): number {
	const own = linesOf(parseMarkdown(markdown), ['quote', 'code']);
	return own
		.join(' ')
		.split(/\s+/)
		.filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Ids of the people mentioned, each once, in order. */
export function mentionedPeople(markdown: string): string[] {
	const all = [...inlines(parseMarkdown(markdown))];
	return [...new Set(all.flatMap((node) => (node.kind === 'mention' ? [node.person] : [])))];
}

/** Ids of the files shown as pictures, each once, in order. */
export function picturedFiles(markdown: string): string[] {
	const all = [...inlines(parseMarkdown(markdown))];
	return [...new Set(all.flatMap((node) => (node.kind === 'picture' ? [node.file] : [])))];
}

function linesOf(blocks: readonly Block[], without: readonly Block['kind'][] = []): string[] {
	return blocks.flatMap((block) => (without.includes(block.kind) ? [] : linesOfOne(block, without)));
}

function linesOfOne(block: Block, without: readonly Block['kind'][]): string[] {
	switch (block.kind) {
		case 'paragraph':
		case 'heading':
			return [wordsOf(block.children)];
		case 'list':
			return block.items.flatMap((item) => linesOf(item, without));
		case 'quote':
			return linesOf(block.blocks, without);
		case 'code':
			return [block.text];
		case 'table':
			return [block.head, ...block.rows].map((row) => row.map(wordsOf).join('  '));
		case 'rule':
			return [];
		case 'figure':
			return [block.caption];
	}
}

/** The words of a line without their marks. */
export function wordsOf(nodes: readonly Inline[]): string {
	return nodes.map(wordsOfOne).join('');
}

function wordsOfOne(node: Inline): string {
	switch (node.kind) {
		case 'text':
		case 'code':
			return node.text;
		case 'mention':
			return `@${node.name}`;
		case 'picture':
			return node.alt;
		case 'break':
			return '\n';
		case 'citation':
			return '';
		default:
			return wordsOf(node.children);
	}
}

/** Never half of an emoji. */
function wholeCharacters(text: string): string {
	return text.replace(/[\uD800-\uDBFF]$/, '');
}
