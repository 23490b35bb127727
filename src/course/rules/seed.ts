/** Numbers from 0 up to but not including 1, the same ones in the same order for the same seed. */
export type Random = () => number;

/**
 * A small generator for draws that must be repeatable (who meets whom, who acts when), not for secrets.
 * The seed is spread by xmur3, the numbers come from mulberry32; both are in the public domain.
 */
export function randomFrom(seed: string | number): Random {
	let state = spread(String(seed));
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** The same things in an order drawn by lot: each is put at a place among those before it, all places being alike. */
export function shuffled<Thing>(things: readonly Thing[], random: Random): Thing[] {
	const drawn: Thing[] = [];
	for (const thing of things) {
		const place = Math.floor(random() * (drawn.length + 1));
		drawn.splice(place, 0, thing);
	}
	return drawn;
}

function spread(text: string): number {
	let hash = 1_779_033_703 ^ text.length;
	for (let index = 0; index < text.length; index++) {
		hash = Math.imul(hash ^ text.charCodeAt(index), 3_432_918_353);
		hash = (hash << 13) | (hash >>> 19);
	}
	hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
	hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
	return (hash ^ (hash >>> 16)) >>> 0;
}
