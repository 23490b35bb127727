const blank = /^\s*$/u;
const fence = /^\s*(```|~~~)/u;
/** A line that begins something of its own: heading, list item, table, rule, fence or HTML comment. */
const begins = /^\s*(#{1,6}\s|[-*+]\s|\d+[.)]\s|\||(-{3,}|\*{3,}|_{3,})\s*$|```|~~~|<!--)/u;
const standsAlone = /^\s*(#{1,6}\s|\||(-{3,}|\*{3,}|_{3,})\s*$)/u;
const meantToBreak = /(\\| {2,})$/u;
const quoted = /^\s*>\s?/u;

/**
 * Joins the lines of each paragraph. Files are wrapped at some width for whoever edits them, while on a page a line
 * break is a line break.
 */
export function flowing(markdown: string): string {
	const lines: string[] = [];
	let inFence = false;
	for (const line of markdown.split('\n')) {
		const before = lines.at(-1);
		const joins = before !== undefined && !inFence && !fence.test(line) && continues(before, line);
		if (fence.test(line)) inFence = !inFence;
		if (joins) lines[lines.length - 1] = `${before.trimEnd()} ${line.replace(quoted, '').trim()}`;
		else lines.push(line);
	}
	return lines.join('\n');
}

function continues(before: string, line: string): boolean {
	const [inner, next] = [before.replace(quoted, ''), line.replace(quoted, '')];
	if (blank.test(inner) || blank.test(next) || meantToBreak.test(before)) return false;
	if (quoted.test(before) !== quoted.test(line)) return false;
	return !standsAlone.test(inner) && !fence.test(inner) && !begins.test(next);
}
