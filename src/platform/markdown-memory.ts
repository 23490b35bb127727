/** Characters of texts and their HTML that are kept: some thousand posts, about 16 MB. */
const most = 8_000_000;

/** In the order of their last use. */
const kept = new Map<string, string>();
let characters = 0;

/** The HTML of a text, made once as long as the text is read; the same text is always the same HTML, so nothing goes stale. */
export function remembered(text: string, make: () => string): string {
	const known = kept.get(text);
	if (known !== undefined) {
		kept.delete(text);
		kept.set(text, known);
		return known;
	}
	const html = make();
	kept.set(text, html);
	characters += text.length + html.length;
	for (const [oldest, its] of kept) {
		if (characters <= most) break;
		kept.delete(oldest);
		characters -= oldest.length + its.length;
	}
	return html;
}
