/**
 * A number from 0 up to but not including 1 that is always the same for the same words: small differences between
 * people (who comes a little late, who reads on) that need not be written down.
 */
export function lot(...words: readonly (string | number)[]): number {
	let hash = 2_166_136_261;
	for (const char of words.join(' ')) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619);
	hash ^= hash >>> 15;
	return (Math.imul(hash, 2_246_822_507) >>> 0) / 4_294_967_296;
}

/** One of several things, always the same for the same words. */
export function pick<Thing>(things: readonly [Thing, ...Thing[]], ...words: readonly (string | number)[]): Thing {
	return things[Math.floor(lot(...words) * things.length)] ?? things[0];
}
