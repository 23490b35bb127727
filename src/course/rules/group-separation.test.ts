import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keepApart } from '#course/rules/group-separation.ts';

/** All ways to put people into two groups of three, by counting in binary. */
function someWayExists(enemies: readonly ReadonlySet<number>[]): boolean {
	return Array.from({ length: 64 }, (_, bits) => [0, 1, 2, 3, 4, 5].map((person) => (bits >> person) & 1)).some(
		(sides) =>
			sides.filter((side) => side === 0).length === 3 &&
			enemies.every((foes, person) => [...foes].every((foe) => sides[foe] !== sides[person])),
	);
}

it('finds groups exactly when there are some', () => {
	const pair = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })).filter(([a, b]) => a !== b);
	fc.assert(
		fc.property(fc.array(pair, { maxLength: 8 }), (pairs) => {
			const enemies = [0, 1, 2, 3, 4, 5].map(
				(person) => new Set(pairs.flatMap(([a, b]) => (a === person ? [b] : b === person ? [a] : []))),
			);
			const { groups, proven } = keepApart([3, 3], enemies);
			expect(proven).toBe(true);
			expect(groups !== null).toBe(someWayExists(enemies));
			for (const group of groups ?? []) {
				expect(group).toHaveLength(3);
				expect(group.some((person) => group.some((other) => enemies[person]?.has(other)))).toBe(false);
			}
		}),
		{ numRuns: 500 },
	);
});

it('says that nothing is proven when it had to stop early', () => {
	const everyoneElse = (person: number) =>
		new Set([0, 1, 2, 3, 4, 5, 6, 7].filter((other) => other !== person && other % 3 !== person % 3));
	const enemies = [0, 1, 2, 3, 4, 5, 6, 7].map(everyoneElse);
	expect(keepApart([4, 4], enemies, 1)).toEqual({ groups: null, proven: false });
	expect(keepApart([4, 4], enemies)).toEqual({ groups: null, proven: true });
});
