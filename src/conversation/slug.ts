const letters: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
const longest = 40;

/** The part of an address that a name becomes: small letters, digits and hyphens, and another one than those taken. */
export function slugFrom(name: string, taken: readonly string[]): string {
	const plain = name
		.toLowerCase()
		.replaceAll(/[äöüß]/g, (letter) => letters[letter] ?? letter)
		.normalize('NFKD')
		.replaceAll(/\p{M}/gu, '')
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replaceAll(/^-+|-+$/g, '')
		.slice(0, longest)
		.replaceAll(/-+$/g, '');
	const base = plain || 'bereich';
	for (let number = 1; ; number++) {
		const end = number === 1 ? '' : `-${number}`;
		const slug = `${base.slice(0, longest - end.length)}${end}`;
		if (!taken.includes(slug)) return slug;
	}
}
