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
	let sum = 0;
	for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
	return (sum % warmHues) + 1;
}
