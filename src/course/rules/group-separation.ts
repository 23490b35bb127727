/** Groups as places in a list of people, or the news that there are none, proven or not. */
export type Separation = { groups: number[][]; proven: true } | { groups: null; proven: boolean };

interface Search {
	sizes: readonly number[];
	enemies: readonly ReadonlySet<number>[];
	groups: number[][];
	/** People not yet placed, the next to place last. */
	waiting: number[];
	triesLeft: number;
}

/**
 * Groups of the given sizes, which add up to the number of people, in which nobody shares a group with an enemy.
 * Tries all ways, those with most enemies first, and gives a way up as soon as a group can no longer be filled. It stops
 * after `tries` placements, about a tenth of a second for 24 people; then that there are no such groups is not proven.
 */
export function keepApart(
	sizes: readonly number[],
	enemies: readonly ReadonlySet<number>[],
	tries = 20_000,
): Separation {
	const waiting = [...enemies.keys()].toSorted((a, b) => (enemies[a]?.size ?? 0) - (enemies[b]?.size ?? 0));
	const search: Search = { sizes, enemies, groups: sizes.map(() => []), waiting, triesLeft: tries };
	if (placeNext(search)) return { groups: search.groups, proven: true };
	return { groups: null, proven: search.triesLeft > 0 };
}

function placeNext(search: Search): boolean {
	const person = search.waiting.pop();
	if (person === undefined) return true;
	for (const group of openTo(person, search)) {
		if (search.triesLeft-- <= 0) break;
		group.push(person);
		if (canAllBeFilled(search) && placeNext(search)) return true;
		group.pop();
	}
	search.waiting.push(person);
	return false;
}

/** The groups that can take a person; of several empty ones of one size only the first, as the others are alike. */
function openTo(person: number, { sizes, groups, enemies }: Search): number[][] {
	const emptySizes = new Set<number>();
	return groups.filter((group, index) => {
		const size = sizes[index] ?? 0;
		if (group.length >= size || group.some((other) => enemies[person]?.has(other))) return false;
		if (group.length > 0) return true;
		const isFirst = !emptySizes.has(size);
		emptySizes.add(size);
		return isFirst;
	});
}

function canAllBeFilled({ sizes, groups, enemies, waiting }: Search): boolean {
	return groups.every((group, index) => {
		const room = (sizes[index] ?? 0) - group.length;
		const fitting = waiting.filter((person) => !group.some((other) => enemies[person]?.has(other)));
		return fitting.length >= room;
	});
}
