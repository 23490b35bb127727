import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	completeBatches,
	leastPeople,
	suppressedBreakdown,
	suppressedTable,
	type Shown,
	type ShownTable,
} from '#platform/suppression.ts';

const runs = { numRuns: 400, seed: 20261126 };
const count = fc.oneof({ weight: 3, arbitrary: fc.nat(6) }, fc.nat(40));
const table = (rows: number, columns: number, cell: fc.Arbitrary<number> = count) =>
	fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });

/** What a reader of the table knows: figures are no less than zero, and cells add up to the sums that are shown. */
type Sum = { of: number[]; is: number };
type Known = { values: Shown[]; sums: Sum[] };

function knownOf({ cells, rows, columns, total }: ShownTable): Known {
	const width = columns.length;
	const values = [...cells.flat(), ...rows, ...columns, total];
	const at = (row: number, column: number) => row * width + column;
	const inner = cells.length * width;
	const last = values.length - 1;
	const rowIds = rows.map((_, row) => inner + row);
	const columnIds = columns.map((_, column) => inner + rows.length + column);
	return {
		values,
		sums: [
			...rows.map((_, row) => ({ of: [...columns.map((__, column) => at(row, column)), ~(rowIds[row] ?? 0)], is: 0 })),
			...columns.map((_, column) => ({
				of: [...rows.map((__, row) => at(row, column)), ~(columnIds[column] ?? 0)],
				is: 0,
			})),
			{ of: [...rowIds, ~last], is: 0 },
			{ of: [...columnIds, ~last], is: 0 },
		],
	};
}
const breakdownKnown = ({ counts, total }: { counts: Shown[]; total: Shown }): Known => ({
	values: [...counts, total],
	sums: [{ of: [...counts.map((_, index) => index), ~counts.length], is: 0 }],
});

/** The equations between hidden figures, solved as far as they go (reduced row echelon form). */
function equations({ values, sums }: Known): number[][] {
	const width = values.length;
	const matrix = sums.map(({ of, is }) => {
		const row = Array.from({ length: width + 1 }, () => 0);
		row[width] = is;
		for (const id of of) {
			const [index, sign] = id < 0 ? [~id, -1] : [id, 1];
			const value = values[index] ?? null;
			if (value === null) row[index] = (row[index] ?? 0) + sign;
			else row[width] = (row[width] ?? 0) - sign * value;
		}
		return row;
	});
	let top = 0;
	for (let column = 0; column < width && top < matrix.length; column++) {
		const pivot = matrix.findIndex((row, index) => index >= top && Math.abs(row[column] ?? 0) > 1e-9);
		const [found, swapped] = [matrix[pivot], matrix[top]];
		if (!found || !swapped) continue;
		[matrix[top], matrix[pivot]] = [found, swapped];
		const scale = found[column] ?? 1;
		matrix[top] = found.map((each) => each / scale);
		for (const [index, row] of matrix.entries()) {
			const factor = row[column] ?? 0;
			if (index !== top && factor !== 0)
				matrix[index] = row.map((each, place) => each - factor * (matrix[top]?.[place] ?? 0));
		}
		top++;
	}
	return matrix;
}

/** The bounds between which each hidden figure must lie, tightened until nothing more follows. */
function attack(known: Known): { low: number; high: number; hidden: boolean }[] {
	const bounds = known.values.map((value) =>
		value === null
			? { low: 0, high: Number.POSITIVE_INFINITY, hidden: true }
			: { low: value, high: value, hidden: false },
	);
	const original = known.sums.map(({ of, is }) => {
		const row = Array.from({ length: bounds.length + 1 }, () => 0);
		for (const id of of) row[id < 0 ? ~id : id] = id < 0 ? -1 : 1;
		row[bounds.length] = is;
		return row;
	});
	const rows = [...original, ...equations(known)];
	for (let round = 0; round < 60; round++) if (!rows.map((row) => tighten(bounds, row)).includes(true)) break;
	return bounds;
}

function tighten(bounds: { low: number; high: number; hidden: boolean }[], row: readonly number[]): boolean {
	let tighter = false;
	const right = row[bounds.length] ?? 0;
	for (const [target, bound] of bounds.entries()) {
		const factor = row[target] ?? 0;
		if (!bound.hidden || Math.abs(factor) < 1e-9) continue;
		let [low, high] = [right, right];
		for (const [other, { low: least, high: most }] of bounds.entries()) {
			const by = row[other] ?? 0;
			if (other === target || by === 0) continue;
			low -= by > 0 ? by * most : by * least;
			high -= by > 0 ? by * least : by * most;
		}
		const [from, to] = factor > 0 ? [low / factor, high / factor] : [high / factor, low / factor];
		if (from > bound.low + 1e-9) [bound.low, tighter] = [from, true];
		if (to < bound.high - 1e-9) [bound.high, tighter] = [to, true];
	}
	return tighter;
}
/** Figures below five that a reader could tell, or nearly. */
const betrayed = (known: Known, truth: readonly number[]) =>
	attack(known).filter(({ low, high }, index) => (truth[index] ?? 0) < leastPeople && high - low < leastPeople);
const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

test('figures below five are hidden, and so is another one from which they would follow', () => {
	expect(suppressedBreakdown([12, 3, 9])).toEqual({ counts: [12, null, null], total: 24 });
	expect(suppressedBreakdown([12, 6, 9])).toEqual({ counts: [12, 6, 9], total: 27 });
	expect(suppressedBreakdown([2, 1])).toEqual({ counts: [null, null], total: null });
	expect(suppressedBreakdown([30, 2, 1, 1])).toEqual({ counts: [null, null, null, null], total: 34 });
	expect(suppressedBreakdown([])).toEqual({ counts: [], total: null });
	expect(suppressedTable([])).toEqual({ cells: [], rows: [], columns: [], total: null });
	expect(
		suppressedTable([
			[20, 3, 10],
			[15, 12, 8],
			[9, 11, 30],
		]),
	).toEqual({
		cells: [
			[20, null, null],
			[15, null, null],
			[9, 11, 30],
		],
		rows: [33, 35, 50],
		columns: [44, 26, 48],
		total: 118,
	});
});

test('no breakdown lets a figure below five be told, or nearly', () => {
	fc.assert(
		fc.property(fc.array(count, { minLength: 1, maxLength: 7 }), (counts) => {
			const shown = suppressedBreakdown(counts);
			expect(betrayed(breakdownKnown(shown), [...counts, sum(counts)])).toEqual([]);
			for (const [index, value] of shown.counts.entries())
				if (value !== null) expect([value, value >= leastPeople]).toEqual([counts[index], true]);
		}),
		runs,
	);
});

test('no table lets a figure below five be told, or nearly, by sums over rows and columns', () => {
	const any = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([r, c]) => table(r, c));
	fc.assert(
		fc.property(any, (cells) => {
			const shown = suppressedTable(cells);
			const columns = shown.columns.map((_, column) => sum(cells.map((row) => row[column] ?? 0)));
			const truth = [...cells.flat(), ...cells.map(sum), ...columns, sum(columns)];
			expect(betrayed(knownOf(shown), truth)).toEqual([]);
			for (const [row, line] of shown.cells.entries())
				for (const [column, value] of line.entries())
					if (value !== null) expect([value, value >= leastPeople]).toEqual([cells[row]?.[column], true]);
		}),
		runs,
	);
});

/** All tables of two by two that a reader must think possible; the sum of all is shown, being large enough. */
function possible({ cells, rows, columns, total }: ShownTable): number[][] {
	const all = total ?? 0;
	const [a, b, c, d] = cells.flat();
	const fits = (value: number, said: Shown | undefined) => value >= 0 && (said === null || said === value);
	const each = (said: Shown | undefined) => (typeof said === 'number' ? [said] : [...Array(all + 1).keys()]);
	return each(a).flatMap((first) =>
		each(b).flatMap((second) => {
			if (!fits(first + second, rows[0])) return [];
			return each(c).flatMap((third) => {
				const fourth = all - first - second - third;
				return fits(fourth, d) &&
					fits(third + fourth, rows[1]) &&
					fits(first + third, columns[0]) &&
					fits(second + fourth, columns[1])
					? [[first, second, third, fourth]]
					: [];
			});
		}),
	);
}
const valuesAt = (tables: readonly number[][], cell: number) => new Set(tables.map((each) => each[cell])).size;

test('trying out every table there could be finds at least two for each hidden figure', () => {
	fc.assert(
		fc.property(table(2, 2, fc.nat(11)), (cells) => {
			const shown = suppressedTable(cells);
			fc.pre(shown.total !== null);
			const tables = possible(shown);
			for (const [cell, value] of shown.cells.flat().entries())
				if (value === null) expect(valuesAt(tables, cell)).toBeGreaterThan(1);
		}),
		{ ...runs, numRuns: 150 },
	);
});

/** People answer one after the other; after each one a reader looks. */
const arrivals = fc.array(fc.record({ group: fc.nat(1), answer: fc.nat(1) }), { minLength: 5, maxLength: 21 });

test('looking again after one more person answered tells nothing about fewer than five', () => {
	fc.assert(
		fc.property(arrivals, (people) => {
			const answers = people.map((person, index) => ({ ...person, batch: Math.floor(index / leastPeople) }));
			const sizes = answers.map((_, index) => completeBatches(answers.slice(0, index + 1)).length);
			for (const [index, size] of sizes.entries()) {
				const more = size - (sizes[index - 1] ?? 0);
				expect(more === 0 || more >= leastPeople).toBe(true);
			}
		}),
		runs,
	);
});

test('nor do all tables seen so far together give away what an earlier one hid', () => {
	fc.assert(
		fc.property(arrivals, (people) => {
			const answers = people.map((person, index) => ({ ...person, batch: Math.floor(index / leastPeople) }));
			const views = [...new Set(answers.map(({ batch }) => batch))].flatMap((batch) => {
				const seen = completeBatches(answers.filter((each) => each.batch <= batch));
				const of = (group: number, answer: number) =>
					seen.filter((each) => each.group === group && each.answer === answer).length;
				return seen.length === 0
					? []
					: [suppressedTable([0, 1].map((group) => [0, 1].map((answer) => of(group, answer))))];
			});
			for (const [index, view] of views.entries()) {
				const later = views[index + 1];
				if (!later) continue;
				const [now, then] = [possible(view), possible(later)];
				const pairs = now.filter((one) =>
					then.some((other) => one.every((value, cell) => value <= (other[cell] ?? 0))),
				);
				for (const [cell, value] of view.cells.flat().entries())
					if (value === null) expect(valuesAt(pairs, cell)).toBeGreaterThan(1);
			}
		}),
		{ ...runs, numRuns: 60 },
	);
});
