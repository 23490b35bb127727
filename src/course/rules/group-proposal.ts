import { anneal, type PairTable, type Places } from '#course/rules/group-annealing.ts';
import { byLot } from '#course/rules/group-plan.ts';
import { keepApart } from '#course/rules/group-separation.ts';
import {
	addedCost,
	brokenApart,
	groupSizes,
	type Pair,
	type PairCounts,
	pairCounts,
	timesTogether,
	type Week,
} from '#course/rules/groups.ts';
import { randomFrom } from '#course/rules/seed.ts';

/** The price of a pair that must stay apart; no number of past meetings reaches it. */
const together = 1_000_000;
/** The price of two people who lead the community in the same week; it is paid only where nothing else is possible. */
const leadingTogether = 1_000;
/**
 * What a repeat in the week at hand costs on top. Whoever is away later makes some repeats needless that now look
 * unavoidable, so that they are put off; without it 24 people came out 13 % above planning with hindsight. From 18 people
 * on, four weeks are possible without any repeat, and a higher price holds to them at no cost to the whole.
 */
const sooner = (people: number): number => (people < 18 ? 1 : 4);
const stepsInWeek = 100_000;

export interface GroupWish {
	people: readonly string[];
	/** The groups of the weeks before. */
	history: readonly Week[];
	/** Pairs that must not share a group; those with somebody who is not among the people do not matter. */
	apart: readonly Pair[];
	/** People of whom no two should share a group, such as those who lead the community that week. */
	spread?: readonly string[];
	/** How many more weeks follow, which the choice should leave good groups for. */
	weeksAhead?: number;
	/** The same wish with the same seed gives the same groups. */
	seed: string | number;
}

export interface GroupProposal {
	/**
	 * Whether the pairs that must stay apart do; if not, whether it is proven that no groups of these sizes can keep all
	 * of them apart, or whether the search, which is cut off at some length, just found none.
	 */
	kind: 'apart_kept' | 'apart_impossible' | 'apart_not_found';
	groups: string[][];
	/** What these groups add to the cost of the plan. */
	addedCost: number;
	/** The pairs that share a group although they should not, as few as were found. */
	broken: Pair[];
}

/**
 * Groups for a unit, of the sizes of the house, in which people meet whom they have met least.
 *
 * Plans this unit together with those that follow, as if everybody were there in them, and gives the first week of that
 * plan. This is a heuristic: it does not prove that no cheaper groups exist. That pairs cannot be kept apart is only
 * said when an exact search has shown it.
 */
export function proposeGroups(wish: GroupWish): GroupProposal {
	const { people, history, apart } = wish;
	const counts = pairCounts(history);
	const hostile = tableOf(people, (pair) => (isAmong(pair, apart) ? together : 0));
	const free = search(wish, counts, hostile);
	const kept = brokenPrice(free, hostile, people.length) < together ? null : separated(people.length, hostile);
	const groups = kept?.groups ? search(wish, counts, hostile, kept.groups) : free;
	const named = groups.map((group) => group.map((place) => people[place] ?? ''));
	const broken = brokenApart(named, apart);
	const kind = broken.length === 0 ? 'apart_kept' : kept?.proven ? 'apart_impossible' : 'apart_not_found';
	return { kind, groups: named, addedCost: addedCost(named, counts), broken };
}

/** The first week of the best plan found that begins with these groups, or with some drawn by lot. */
function search(
	{ people, spread = [], weeksAhead = 0, seed }: GroupWish,
	counts: PairCounts,
	hostile: PairTable,
	first?: Places,
): Places {
	const random = randomFrom(seed);
	const everybody = [...people.keys()];
	const met = tableOf(people, (pair) => timesTogether(counts, pair));
	const leading = new Set(spread);
	const now = tableOf(people, (pair) => (pair.every((person) => leading.has(person)) ? leadingTogether : 0));
	const putOff = sooner(people.length);
	const week = 1 + weeksAhead;
	const { weeks } = anneal(
		{
			people: people.length,
			met,
			start: Array.from({ length: week }, (_, index) => (index === 0 && first) || byLot(everybody, random)),
			dislike: Array.from({ length: week }, (_, index) =>
				index > 0 ? hostile : hostile.map((price, pair) => price + (now[pair] ?? 0) + putOff * (met[pair] ?? 0)),
			),
		},
		{ steps: stepsInWeek * week, goal: 0, random },
	);
	return weeks[0] ?? [];
}

function tableOf(people: readonly string[], value: (pair: Pair) => number): PairTable {
	const table = new Float64Array(people.length ** 2);
	for (const [place, one] of people.entries())
		for (const [other, person] of people.entries())
			if (place !== other) table[place * people.length + other] = value([one, person]);
	return table;
}

const isAmong = ([one, other]: Pair, pairs: readonly Pair[]): boolean =>
	pairs.some(([a, b]) => (a === one && b === other) || (a === other && b === one));

function brokenPrice(groups: Places, hostile: PairTable, people: number): number {
	let price = 0;
	for (const group of groups)
		for (const one of group) for (const other of group) price += hostile[one * people + other] ?? 0;
	return price;
}

const separated = (people: number, hostile: PairTable) =>
	keepApart(
		groupSizes(people),
		Array.from(
			{ length: people },
			(_, one) =>
				new Set(
					[...hostile.subarray(one * people, (one + 1) * people).entries()].flatMap(([other, price]) =>
						price > 0 ? [other] : [],
					),
				),
		),
	);
