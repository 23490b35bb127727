/** Two people, by their ids, in any order. */
export type Pair = readonly [string, string];

/** A learning group as the ids of its people. */
export type Group = readonly string[];

/** The groups of one unit. */
export type Week = readonly Group[];

/**
 * The sizes of groups for so many people, largest first: as many fours as possible; with one left over a five, with two
 * two threes, with three one three (house rule). Fewer than six are one group, except six themselves: two threes.
 */
export function groupSizes(people: number): number[] {
	if (people <= 0) return [];
	if (people < 6) return [people];
	const fours = Math.floor(people / 4);
	const sizes = [[], [5], [3, 3], [3]][people % 4] ?? [];
	const instead = people % 4 === 1 || people % 4 === 2 ? 1 : 0;
	return [...sizes, ...Array<number>(fours - instead).fill(4)].toSorted((a, b) => b - a);
}

/** How often two people have shared a group, as a number for each pair who have at all. */
export type PairCounts = ReadonlyMap<string, number>;

/** Counts for every pair in how many of the weeks they shared a group. */
export function pairCounts(weeks: readonly Week[]): PairCounts {
	const counts = new Map<string, number>();
	for (const pair of weeks.flat().flatMap(pairsOf)) {
		const key = keyOf(pair);
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	return counts;
}

/** In how many weeks these two shared a group. */
export function timesTogether(counts: PairCounts, pair: Pair): number {
	return counts.get(keyOf(pair)) ?? 0;
}

/**
 * The cost of a plan: the sum over all pairs of m(m−1)/2, where m is how often the pair shared a group (house rule).
 * 0 when nobody met twice.
 */
export function planCost(weeks: readonly Week[]): number {
	return [...pairCounts(weeks).values()].reduce((sum, times) => sum + pairsAmong(times), 0);
}

/**
 * The least cost that arithmetic allows for so many people over so many weeks, in groups of the sizes of `groupSizes`
 * and with no pair kept apart: all places for pairs spread over all pairs as evenly as whole numbers go. It is a bound;
 * whether a plan reaches it is another question. 120 for 16 people and ten weeks, 110 for 20, 84 for 24.
 */
export function lowerBound(people: number, weeks: number): number {
	return evenlySpread(weeks * pairPlaces(groupSizes(people)), pairsAmong(people));
}

/** The bound for the people who were really there in each week, some of whom came later or left. */
export function lowerBoundOf(weeks: readonly Week[]): number {
	const people = new Set(weeks.flat(2)).size;
	const places = weeks.map((week) => pairPlaces(groupSizes(week.flat().length)));
	return evenlySpread(sum(places), pairsAmong(people));
}

/** What a week's groups add to the cost of the weeks before it: how often its pairs had met already. */
export function addedCost(week: Week, counts: PairCounts): number {
	return sum(week.flatMap(pairsOf).map((pair) => timesTogether(counts, pair)));
}

/** What changing some groups by hand does. */
export interface Change {
	groups: string[][];
	/** How the cost of the plan changes; below zero it gets better. */
	costChange: number;
	/** Pairs that should stay apart and would share a group after the change, which they did not before. */
	brokenApart: Pair[];
}

/**
 * One person put into another group, with the price of it.
 * @throws RangeError when the person is in none of the groups or there is no such group
 */
export function movePerson(
	week: Week,
	person: string,
	toGroup: number,
	counts: PairCounts,
	apart: readonly Pair[],
): Change {
	const from = groupOf(week, person);
	if (toGroup < 0 || toGroup >= week.length) throw new RangeError(`no group ${toGroup}`);
	const others = week.map((group) => group.filter((each) => each !== person));
	const groups = others.map((group, index) => (index === toGroup ? [...group, person] : group));
	return change(week, from === toGroup ? week.map((group) => [...group]) : groups, counts, apart);
}

/**
 * Two people exchanged between their groups, with the price of it.
 * @throws RangeError when one of them is in none of the groups
 */
export function swapPeople(week: Week, pair: Pair, counts: PairCounts, apart: readonly Pair[]): Change {
	const [one, other] = pair;
	groupOf(week, one);
	groupOf(week, other);
	const places: Record<string, string> = { [one]: other, [other]: one };
	return change(
		week,
		week.map((group) => group.map((person) => places[person] ?? person)),
		counts,
		apart,
	);
}

/** The pairs that should stay apart and share a group. */
export function brokenApart(week: Week, apart: readonly Pair[]): Pair[] {
	return apart.filter(([one, other]) => week.some((group) => group.includes(one) && group.includes(other)));
}

/** The places of the groups that have fallen below three, which shows a unit's work at risk (house rule). */
export function tooSmall(week: Week): number[] {
	return week.flatMap((group, index) => (group.length > 0 && group.length < 3 ? [index] : []));
}

export interface Merge extends Change {
	/** The place of the group that takes the others in; the place of the merged one stays, empty. */
	into: number;
}

/**
 * A group that fell below three joined to another: to one where no pair that should stay apart comes together, then
 * where the cost rises least, then to the smallest, then to the first. Null when there is no other group.
 */
export function mergeGroup(week: Week, index: number, counts: PairCounts, apart: readonly Pair[]): Merge | null {
	const merges = week.flatMap((group, into): Merge[] =>
		into === index || group.length === 0 ? [] : [{ into, ...joined(week, index, into, counts, apart) }],
	);
	const size = ({ groups, into }: Merge) => groups[into]?.length ?? 0;
	merges.sort(
		(a, b) => a.brokenApart.length - b.brokenApart.length || a.costChange - b.costChange || size(a) - size(b),
	);
	return merges[0] ?? null;
}

function joined(week: Week, index: number, into: number, counts: PairCounts, apart: readonly Pair[]): Change {
	const guests = week[index] ?? [];
	const groups = week.map((group, place) =>
		place === index ? [] : place === into ? [...group, ...guests] : [...group],
	);
	return change(week, groups, counts, apart);
}

function change(before: Week, groups: string[][], counts: PairCounts, apart: readonly Pair[]): Change {
	const already = new Set(brokenApart(before, apart).map(keyOf));
	const broken = brokenApart(groups, apart).filter((pair) => !already.has(keyOf(pair)));
	return { groups, costChange: addedCost(groups, counts) - addedCost(before, counts), brokenApart: broken };
}

function groupOf(week: Week, person: string): number {
	const index = week.findIndex((group) => group.includes(person));
	if (index < 0) throw new RangeError(`${person} is in no group`);
	return index;
}

function pairsOf(group: Group): Pair[] {
	return group.flatMap((one, index) => group.slice(index + 1).map((other): Pair => [one, other]));
}

function keyOf([one, other]: Pair): string {
	return one < other ? `${one} ${other}` : `${other} ${one}`;
}

function pairPlaces(sizes: readonly number[]): number {
	return sum(sizes.map(pairsAmong));
}

function pairsAmong(people: number): number {
	return (people * (people - 1)) / 2;
}

function evenlySpread(places: number, pairs: number): number {
	if (pairs === 0) return 0;
	const [each, once] = [Math.floor(places / pairs), places % pairs];
	return (pairs - once) * pairsAmong(each) + once * pairsAmong(each + 1);
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
