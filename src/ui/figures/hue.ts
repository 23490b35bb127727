/** Wiese, Schlehe, Ziegel, Bach, Pflaume, Korn, Malve, Torf: the same hue for the same thing everywhere. */
export const hues = [1, 2, 3, 4, 5, 6, 7, 8] as const;
export type Hue = (typeof hues)[number];

/** For things in a row, such as the groups of a unit; the order avoids neighbours that look alike. */
export function hueOf(index: number): Hue {
	const order = [1, 4, 3, 6, 2, 7, 5, 8] as const;
	return order[((index % order.length) + order.length) % order.length] ?? 1;
}
