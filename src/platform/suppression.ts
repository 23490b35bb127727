/** Figures about fewer people than this are not shown. */
export const leastPeople = 5;

/** A figure as it is shown: `null` where it is suppressed. */
export type Shown = number | null;

/**
 * Answers that may be shown: those in batches of at least so many. Only whole batches come into view, so that comparing
 * an earlier look with a later one says nothing about fewer people than a batch holds.
 */
export function completeBatches<Answer extends { batch: number }>(
	answers: readonly Answer[],
	least: number = leastPeople,
): Answer[] {
	const sizes = new Map<number, number>();
	for (const { batch } of answers) sizes.set(batch, (sizes.get(batch) ?? 0) + 1);
	return answers.filter(({ batch }) => (sizes.get(batch) ?? 0) >= least);
}

/** Counts of people by one feature, with their sum. */
export function suppressedBreakdown(counts: readonly number[], least = leastPeople): { counts: Shown[]; total: Shown } {
	const arcs: Arc[] = counts.map((value) => ({ from: 0, to: 1, value }));
	const shown = suppress([...arcs, { from: 1, to: 0, value: sum(counts) }], least);
	return { counts: shown.slice(0, -1), total: shown.at(-1) ?? null };
}

export type ShownTable = { cells: Shown[][]; rows: Shown[]; columns: Shown[]; total: Shown };

/** Counts of people by two features, row by row, with the sums of rows and columns and of all. */
export function suppressedTable(cells: readonly (readonly number[])[], least = leastPeople): ShownTable {
	const width = cells[0]?.length ?? 0;
	const [ends, begins] = [cells.length + width, cells.length + width + 1];
	const column = (index: number) => cells.length + index;
	// each row and each column is a place through which as much goes in as out: the sums lead back to the beginning
	const arcs: Arc[] = [
		...cells.flatMap((row, from) => row.map((value, index) => ({ from, to: column(index), value }))),
		...cells.map((row, to) => ({ from: begins, to, value: sum(row) })),
		...Array.from({ length: width }, (_, index) => ({
			from: column(index),
			to: ends,
			value: sum(cells.map((row) => row[index] ?? 0)),
		})),
		{ from: ends, to: begins, value: sum(cells.map(sum)) },
	];
	const shown = suppress(arcs, least);
	const inner = cells.length * width;
	return {
		cells: cells.map((_, row) => shown.slice(row * width, (row + 1) * width)),
		rows: shown.slice(inner, inner + cells.length),
		columns: shown.slice(inner + cells.length, -1),
		total: shown.at(-1) ?? null,
	};
}

/** A figure as a stream from one place to another. At every place as much comes in as goes out: that is what sums say. */
type Arc = { from: number; to: number; value: number };

/**
 * Hides what is below `least`, and as little more as keeps it hidden. Whoever reads the rest knows that figures are no
 * less than zero and add up; so each hidden figure lies on a circle of hidden ones along which `least` more could go
 * round without anything that is shown being different: it might be that much greater, and nobody can say that it is
 * not (complementary suppression by network flows: Kelly, Golden, Assad 1992; Castro 2006).
 *
 * The sum of all, the last arc, is shown whenever it is large enough, for how many took part is rarely a secret. Where
 * something cannot be hidden beside it, it is all that is shown.
 */
function suppress(arcs: readonly Arc[], least: number): Shown[] {
	const last = arcs.length - 1;
	const only = arcs.map(({ value }, index) => (index === last && value >= least ? value : null));
	if (only[last] === null) return only;
	const parts = arcs.slice(0, -1);
	const hidden = new Set(parts.flatMap(({ value }, index) => (value < least ? [index] : [])));
	for (const index of [...hidden]) {
		const way = cheapestWayBack(parts, hidden, index, least);
		if (!way) return only;
		for (const other of way) hidden.add(other);
	}
	return arcs.map(({ value }, index) => (hidden.has(index) ? null : value));
}

/** The arcs by which what goes through one arc in addition comes back, those that hide least of what could be shown; `null` where there is no way. */
function cheapestWayBack(
	arcs: readonly Arc[],
	hidden: ReadonlySet<number>,
	start: number,
	least: number,
): number[] | null {
	const first = arcs[start];
	if (!first) return null;
	const reached = new Map<number, { cost: number; by: number; before: number | null }>([
		[first.to, { cost: 0, by: start, before: null }],
	]);
	const done = new Set<number>();
	for (;;) {
		const place = cheapest(reached, done);
		if (place === null) return null;
		if (place === first.from) return wayTo(reached, place);
		done.add(place);
		const cost = reached.get(place)?.cost ?? 0;
		for (const [by, { from, to, value }] of arcs.entries()) {
			if (by === start) continue;
			// more along the arc always fits; less only as far as there is something to take away
			const next = from === place ? to : to === place && value >= least ? from : null;
			if (next === null || done.has(next)) continue;
			const sofar = cost + (hidden.has(by) ? 0 : 1 + value);
			if (sofar < (reached.get(next)?.cost ?? Number.POSITIVE_INFINITY))
				reached.set(next, { cost: sofar, by, before: place });
		}
	}
}

function cheapest(reached: ReadonlyMap<number, { cost: number }>, done: ReadonlySet<number>): number | null {
	let best: { place: number; cost: number } | null = null;
	for (const [place, { cost }] of reached)
		if (!done.has(place) && (best === null || cost < best.cost)) best = { place, cost };
	return best?.place ?? null;
}

function wayTo(reached: ReadonlyMap<number, { by: number; before: number | null }>, end: number): number[] {
	const way: number[] = [];
	for (let place: number | null = end; place !== null;) {
		const step: { by: number; before: number | null } | undefined = reached.get(place);
		if (!step) break;
		way.push(step.by);
		place = step.before;
	}
	return way;
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
