import type { Places } from '#course/rules/group-annealing.ts';

/** Products in the field of four elements, whose sums are bitwise exclusive or. */
const product = [
	[0, 0, 0, 0],
	[0, 1, 2, 3],
	[0, 2, 3, 1],
	[0, 3, 1, 2],
];

/**
 * Five weeks of four groups of four for sixteen people, in which everybody meets everybody exactly once: the five
 * classes of parallel lines of the affine plane over the field of four elements. A point (x, y) is the person 4x + y.
 */
export function affinePlane(): Places[] {
	const field = [0, 1, 2, 3];
	const sloped = field.map((slope) =>
		field.map((shift) => field.map((x) => 4 * x + ((product[slope]?.[x] ?? 0) ^ shift))),
	);
	const upright = field.map((x) => field.map((y) => 4 * x + y));
	return [...sloped, upright];
}
