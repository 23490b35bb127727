import { randomInt } from 'node:crypto';

/** Digits and capitals that nobody mistakes for another when reading them aloud. */
const signs = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** A number drawn by lot that leads to nobody, such as `4F2AK7`. */
export function randomCode(length: number): string {
	return Array.from({ length }, () => signs[randomInt(signs.length)] ?? '').join('');
}

/** So many different numbers, none of which is taken. */
export function randomCodes(count: number, length: number, taken: ReadonlySet<string> = new Set()): string[] {
	const codes = new Set<string>();
	while (codes.size < count) {
		const code = randomCode(length);
		if (!taken.has(code)) codes.add(code);
	}
	return [...codes];
}
