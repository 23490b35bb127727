/** Where a post is found, whichever page of its thread it is on. */
export const addressOfPost = (communityId: string, threadId: string, postId: string): string =>
	`/c/${communityId}/threads/${threadId}?at=${postId}#p-${postId}`;

/** The same as long as one writes in its thread, where a field shows it: short enough to read past. */
export const shortAddressOf = (postId: string): string => `#p-${postId.slice(-8)}`;

/** The ends of the ids of posts that a text leads to by short addresses. */
export const endingsIn = (markdown: string): string[] => [
	...new Set([...markdown.matchAll(shortLink)].map(([, ending = '']) => ending)),
];
const shortLink = /\]\(#p-([0-9a-f]{8})\)/g;

/** Short addresses as the lasting ones that are known by these endings; others stay. */
export const withLastingAddresses = (markdown: string, known: ReadonlyMap<string, string>): string =>
	markdown.replaceAll(shortLink, (link, ending: string) => (known.has(ending) ? `](${known.get(ending)})` : link));

/** What was written in a thread, as its author had it in the field. */
export const withShortAddresses = (markdown: string, threadId: string): string =>
	markdown.replaceAll(
		/\]\(\/c\/[0-9a-f-]{36}\/threads\/([0-9a-f-]{36})\?at=([0-9a-f-]{36})#p-\2\)/g,
		(link, thread, post) => (thread === threadId ? `](${shortAddressOf(post)})` : link),
	);

export type Quoted = {
	/** Whoever wrote it. */
	name: string;
	/** Leads to the post. */
	href: string;
	/** Markdown. */
	passage: string;
};

/** A passage as a Markdown quotation that begins with its author's name, which leads to where it stands. */
export function quotation({ name, href, passage }: Quoted): string {
	const source = `**[${literally(name)}](${href}):**`;
	const words = passage.trim();
	const short = !words.includes('\n') && !beginsBlock.test(words);
	return [...(short ? [`${source} ${words}`] : [source, '', ...words.split('\n')])]
		.map((line) => (line === '' ? '>' : `> ${line}`))
		.join('\n');
}
const beginsBlock = /^(#|>|[-+*]\s|\d+[.)]|\||```|~~~| {4})/;

/**
 * A post's Markdown for quoting it whole: without what it quotes itself, since quotations within quotations hide who said
 * what; people by name alone, since whoever is quoted is not called again; pictures by their description.
 */
export function ownWords(markdown: string): string {
	const lines = markdown.split('\n').filter((line) => !/^ {0,3}>/.test(line));
	const own = lines
		.join('\n')
		.replaceAll(/\n{3,}/g, '\n\n')
		.trim();
	return uncalled(own === '' ? markdown.replaceAll(/^ {0,3}> ?/gm, '').trim() : own);
}

/** Text as it stands on the page, so that Markdown shows just that. */
export const passageOf = (selected: string): string =>
	literally(selected.trim())
		.replaceAll(/^(\s*)([-+]|#{1,6}|>)(?=\s)/gm, '$1\\$2')
		.replaceAll(/^(\s*\d+)([.)])(?=\s)/gm, '$1\\$2')
		.replaceAll(typedMention, '$1')
		.replaceAll(/\n{3,}/g, '\n\n');

const literally = (text: string): string => text.replaceAll(/[\\*_`[\]<>~|]/g, '\\$&');

/** Markdown whose people are named and not called, and whose pictures are described. */
export const uncalled = (markdown: string): string =>
	markdown
		.replaceAll(/@\[([^[\]\n]{1,120})\]\(user:[0-9a-f-]{36}\)/gi, '$1')
		.replaceAll(/!\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
		.replaceAll(typedMention, '$1');
/** What would become a mention on being written. */
const typedMention = /(^|[\s(„"])@(?=[\p{L}[])/gmu;
