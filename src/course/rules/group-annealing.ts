import type { Random } from '#course/rules/seed.ts';

/** Groups as places in a list of people. */
export type Places = number[][];

/** A number for every two people by their places, row after row; the same in both directions. */
export type PairTable = Float64Array;

export interface Weeks {
	/** How many people there are in the list, whoever of them is there in a week. */
	people: number;
	/** The groups of each week to plan, as the search begins with them. */
	start: readonly Places[];
	/** How often two people have shared a group before these weeks. */
	met: PairTable;
	/** What it costs beyond meeting again when two people share a group in a week, for each week. */
	dislike: readonly PairTable[];
}

export interface Search {
	steps: number;
	/** Below or at this cost nothing is left to look for. */
	goal: number;
	random: Random;
}

export interface Found {
	weeks: Places[];
	/** The sum over all pairs of m(m−1)/2, with the meetings before, and of the dislikes. */
	cost: number;
}

/** The search begins where a repeat more is often taken and ends where it hardly ever is. */
const warmth = { first: 1.2, last: 0.15 };

/** A week's seats in a row, group after group; `from` and `to` bound the group of each seat. */
interface Row {
	seats: Uint8Array;
	from: Uint8Array;
	to: Uint8Array;
	dislike: PairTable;
}

interface State {
	people: number;
	rows: Row[];
	/** Meetings of two people before and in the planned weeks. */
	meetings: Float64Array;
	cost: number;
}

/**
 * Simulated annealing over several weeks at once: two people of two groups of one week change places, and a change for
 * the worse is taken ever more seldom. Keeps the best plan seen. A heuristic; a million steps take about 80 ms.
 */
export function anneal(weeks: Weeks, { steps, goal, random }: Search): Found {
	const state = begin(weeks);
	const cooling = (warmth.last / warmth.first) ** (1 / Math.max(1, steps));
	let best = snapshot(state);
	for (let step = 0, heat = warmth.first; step < steps && best.cost > goal; step++, heat *= cooling) {
		const row = state.rows[Math.floor(random() * state.rows.length)];
		if (!row) break;
		const one = Math.floor(random() * row.seats.length);
		const other = Math.floor(random() * row.seats.length);
		if (row.from[one] === row.from[other]) continue;
		const extra = priceOf(state, row, one, other);
		if (extra > 0 && random() >= Math.exp(-extra / heat)) continue;
		exchange(state, row, one, other);
		state.cost += extra;
		if (state.cost < best.cost - 1e-6) best = snapshot(state);
	}
	return { cost: best.cost, weeks: best.rows.map((seats, index) => grouped(seats, weeks.start[index] ?? [])) };
}

function begin({ people, start, met, dislike }: Weeks): State {
	const rows = start.map((groups, index) => rowOf(groups, dislike[index] ?? new Float64Array(people * people)));
	const state = { people, rows, meetings: Float64Array.from(met), cost: 0 };
	for (const row of rows)
		for (let seat = 0; seat < row.seats.length; seat++)
			for (let mate = seat + 1; mate < (row.to[seat] ?? 0); mate++) {
				const [a, b] = [row.seats[seat] ?? 0, row.seats[mate] ?? 0];
				meet(state, a, b, 1);
				state.cost += row.dislike[a * people + b] ?? 0;
			}
	for (let a = 0; a < people; a++)
		for (let b = a + 1; b < people; b++) {
			const times = state.meetings[a * people + b] ?? 0;
			state.cost += (times * (times - 1)) / 2;
		}
	return state;
}

function rowOf(groups: Places, dislike: PairTable): Row {
	const seats = Uint8Array.from(groups.flat());
	const [from, to] = [new Uint8Array(seats.length), new Uint8Array(seats.length)];
	let first = 0;
	for (const group of groups) {
		from.fill(first, first, first + group.length);
		to.fill(first + group.length, first, first + group.length);
		first += group.length;
	}
	return { seats, from, to, dislike };
}

/** What the cost of the plan rises by if two seats of a week change their people. */
function priceOf({ people, meetings }: State, row: Row, one: number, other: number): number {
	const [a, b] = [(row.seats[one] ?? 0) * people, (row.seats[other] ?? 0) * people];
	return priceOfMates(meetings, row, one, a, b) + priceOfMates(meetings, row, other, b, a);
}

/** The change among the mates of one seat when the person whose table row begins at `leaves` gives way to `comes`. */
function priceOfMates(meetings: Float64Array, row: Row, seat: number, leaves: number, comes: number): number {
	const { seats, dislike } = row;
	const to = row.to[seat] ?? 0;
	let price = 0;
	for (let mate = row.from[seat] ?? 0; mate < to; mate++) {
		if (mate === seat) continue;
		const person = seats[mate] ?? 0;
		price += (meetings[comes + person] ?? 0) - (meetings[leaves + person] ?? 0) + 1;
		price += (dislike[comes + person] ?? 0) - (dislike[leaves + person] ?? 0);
	}
	return price;
}

function exchange(state: State, row: Row, one: number, other: number): void {
	const { seats, from, to } = row;
	const [a, b] = [seats[one] ?? 0, seats[other] ?? 0];
	for (const [seat, leaves, comes] of [
		[one, a, b],
		[other, b, a],
	] as const)
		for (let mate = from[seat] ?? 0; mate < (to[seat] ?? 0); mate++) {
			if (mate === seat) continue;
			meet(state, leaves, seats[mate] ?? 0, -1);
			meet(state, comes, seats[mate] ?? 0, 1);
		}
	seats[one] = b;
	seats[other] = a;
}

function meet({ meetings, people }: State, a: number, b: number, times: 1 | -1): void {
	meetings[a * people + b] = (meetings[a * people + b] ?? 0) + times;
	meetings[b * people + a] = (meetings[b * people + a] ?? 0) + times;
}

const snapshot = ({ rows, cost }: State) => ({ cost, rows: rows.map(({ seats }) => seats.slice()) });

function grouped(seats: Uint8Array, like: Places): Places {
	let first = 0;
	return like.map((group) => [...seats.subarray(first, (first += group.length))]);
}
