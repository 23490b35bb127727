/** A guiding question often goes on after its first sentence: that one is its headline, the rest stands below. */
export function headlineOf(text: string): { first: string; rest: string } {
	const first = /^.*?[.?!](?=\s)/su.exec(text)?.[0] ?? text;
	return { first, rest: text.slice(first.length).trim() };
}
