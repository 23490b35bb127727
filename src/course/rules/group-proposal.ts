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
import { keepApart } from '#course/rules/group-separation.ts';
import { type Random, randomFrom, shuffled } from '#course/rules/seed.ts';

/** The price of a pair that must stay apart; no number of past meetings reaches it. */
const together = 1_000_000;

export interface GroupWish {
	people: readonly string[];
	/** The groups of the weeks before. */
	history: readonly Week[];
	/** Pairs that must not share a group; those with somebody who is not among the people do not matter. */
	apart: readonly Pair[];
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
 * Starts from groups filled greedily and exchanges people between them, at first also where it costs (simulated
 * annealing); the best of some rounds wins. This is a heuristic: it does not prove that no cheaper groups exist. That
 * pairs cannot be kept apart is only said when an exact search has shown it.
 */
export function proposeGroups({ people, history, apart, seed }: GroupWish): GroupProposal {
	const random = randomFrom(seed);
	const table = prices(people, pairCounts(history), apart);
	const rounds = Array.from({ length: 6 }, () => improved(filled(table, random), table, random));
	const found = cheapest(rounds);
	const search = found.price < together ? null : keepApart(groupSizes(people.length), enemiesIn(table));
	const kept = search?.groups;
	const { groups } = kept ? improved(kept, table, random) : found;
	const named = groups.map((group) => group.map((person) => people[person] ?? ''));
	const broken = brokenApart(named, apart);
	const kind = broken.length === 0 ? 'apart_kept' : search?.proven ? 'apart_impossible' : 'apart_not_found';
	return { kind, groups: named, addedCost: addedCost(named, pairCounts(history)), broken };
}

/** A price for every two people by their places in the list. Rows belong to people. */
type Prices = readonly (readonly number[])[];
/** Groups as places in that list. */
type Places = number[][];
interface Arrangement {
	groups: Places;
	price: number;
}

function prices(people: readonly string[], counts: PairCounts, apart: readonly Pair[]): Prices {
	const enemies = new Set(apart.flatMap(([one, other]) => [`${one} ${other}`, `${other} ${one}`]));
	return people.map((one) =>
		people.map((other) => {
			if (one === other) return 0;
			return timesTogether(counts, [one, other]) + (enemies.has(`${one} ${other}`) ? together : 0);
		}),
	);
}

function enemiesIn(table: Prices): ReadonlySet<number>[] {
	return table.map((row) => new Set(row.flatMap((price, other) => (price >= together ? [other] : []))));
}

function filled(table: Prices, random: Random): Places {
	const sizes = groupSizes(table.length);
	const groups: Places = sizes.map(() => []);
	for (const person of shuffled([...table.keys()], random)) {
		const open = groups.filter((group, index) => group.length < (sizes[index] ?? 0));
		const costs = open.map((group) => priceOf(person, group, table));
		open[costs.indexOf(Math.min(...costs))]?.push(person);
	}
	return groups;
}

/** Exchanges two people of two groups again and again; dearer ones are taken ever more seldom. */
function improved(start: Places, table: Prices, random: Random): Arrangement {
	const groups = start.map((group) => [...group]);
	let price = groups.reduce((sum, group) => sum + priceWithin(group, table), 0);
	let best: Arrangement = { groups: copy(groups), price };
	const steps = groups.length < 2 ? 0 : 220 * table.length;
	for (let step = 0; step < steps && best.price > 0; step++) {
		const warmth = 1.2 * (1 - step / steps) ** 2 + 0.01;
		const exchange = drawn(groups, random);
		const extra = priceChange(exchange, table);
		if (extra > 0 && random() >= Math.exp(-extra / warmth)) continue;
		carryOut(exchange);
		price += extra;
		if (price < best.price) best = { groups: copy(groups), price };
	}
	return best;
}

interface Exchange {
	one: number[];
	other: number[];
	i: number;
	j: number;
}

function drawn(groups: Places, random: Random): Exchange {
	const first = Math.floor(random() * groups.length);
	const second = (first + 1 + Math.floor(random() * (groups.length - 1))) % groups.length;
	const [one, other] = [groups[first] ?? [], groups[second] ?? []];
	return { one, other, i: Math.floor(random() * one.length), j: Math.floor(random() * other.length) };
}

function priceChange({ one, other, i, j }: Exchange, table: Prices): number {
	const [leaves, comes] = [one[i] ?? 0, other[j] ?? 0];
	const apiece = table[leaves]?.[comes] ?? 0;
	const before = priceOf(leaves, one, table) + priceOf(comes, other, table);
	return priceOf(comes, one, table) + priceOf(leaves, other, table) - 2 * apiece - before;
}

function carryOut({ one, other, i, j }: Exchange): void {
	const [leaves, comes] = [one[i] ?? 0, other[j] ?? 0];
	one[i] = comes;
	other[j] = leaves;
}

function priceOf(person: number, group: readonly number[], table: Prices): number {
	const row = table[person] ?? [];
	let price = 0;
	for (const other of group) price += row[other] ?? 0;
	return price;
}

function priceWithin(group: readonly number[], table: Prices): number {
	return group.reduce((sum, person) => sum + priceOf(person, group, table), 0) / 2;
}

function cheapest(arrangements: readonly Arrangement[]): Arrangement {
	return arrangements.reduce((best, each) => (each.price < best.price ? each : best), { groups: [], price: Infinity });
}

function copy(groups: Places): Places {
	return groups.map((group) => [...group]);
}
