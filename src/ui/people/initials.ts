/** One or two letters for a person without a picture: "Kemal Bozkurt" → KB, "Dr. Hanna von Ott" → HO, "Jana" → J. */
export function initials(name: string): string {
	const words = name
		.split(/[\s-]+/u)
		.filter((word) => /^\p{Lu}/u.test(word) && !word.endsWith('.'))
		.map((word) => word.charAt(0));
	const [first, ...rest] = words.length > 0 ? words : [name.trim().charAt(0).toLocaleUpperCase()];
	return `${first ?? ''}${rest.at(-1) ?? ''}`;
}

export const warmHues = 8;

/** The same name always gets the same ground, 1 to 8, on every page and every machine. */
export function warmHue(name: string): number {
	let sum = 0x811c9dc5;
	for (const letter of name) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
	return (((sum ^ (sum >>> 15)) >>> 0) % warmHues) + 1;
}
