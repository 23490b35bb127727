import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anneal } from '#course/rules/group-annealing.ts';
import { byLot } from '#course/rules/group-plan.ts';
import { proposeGroups } from '#course/rules/group-proposal.ts';
import { brokenApart, groupSizes, lowerBound, type Pair, planCost, type Week } from '#course/rules/groups.ts';
import { randomFrom } from '#course/rules/seed.ts';

const named = (places: readonly number[]) => places.map((place) => `person ${place}`);
const people = (count: number) => named([...Array(count).keys()]);

/** Week by week, as a cohort is seated: nobody knows who will be away later. */
function tenWeeks(count: number, seed: string, apart: Pair[] = [], weeks = 10): Week[] {
	const history: Week[] = [];
	for (let unit = 1; unit <= weeks; unit++)
		history.push(
			proposeGroups({ people: people(count), history, apart, seed: `${seed} ${unit}`, weeksAhead: 10 - unit }).groups,
		);
	return history;
}

describe('proposed groups', () => {
	it('hold everybody once, in the sizes of the house', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 26 }), fc.integer(), (count, seed) => {
				const { groups, kind } = proposeGroups({ people: people(count), history: [], apart: [], seed });
				expect(groups.flat().toSorted()).toEqual(people(count).toSorted());
				expect(groups.map((group) => group.length).toSorted((a, b) => b - a)).toEqual(groupSizes(count));
				expect(kind).toBe('apart_kept');
			}),
			{ numRuns: 40 },
		);
	});

	it('are the same for the same seed', () => {
		const wish = { people: people(18), history: tenWeeks(18, 'a', [], 4), apart: [], seed: 'unit 5' };
		expect(proposeGroups(wish)).toEqual(proposeGroups(wish));
	});

	it.each([
		[16, 3],
		[18, 4],
		[24, 4],
	])('let none of %i people meet twice in the first %i weeks', (count, weeks) => {
		for (const seed of ['one', 'two', 'three', 'four', 'five', 'six']) {
			expect(planCost(tenWeeks(count, seed, [], weeks))).toBe(0);
		}
	});

	it.each([
		[13, 1.04],
		[16, 1.06],
		[18, 1],
		[20, 1],
		[24, 1],
	])('of %i people who are always there cost next to nothing more than the least possible', (count, factor) => {
		for (const seed of ['one', 'two'])
			expect(planCost(tenWeeks(count, seed))).toBeLessThanOrEqual(lowerBound(count, 10) * factor);
	});

	it.each([16, 24])('of %i people, five of a hundred away, cost little more than planning with hindsight', (count) => {
		const tables = ['one', 'two', 'three'].map((seed) => {
			const random = randomFrom(`${seed} ${count}`);
			return Array.from({ length: 10 }, () => [...Array(count).keys()].filter(() => random() >= 0.05));
		});
		const cost = (seat: (weeks: readonly number[][]) => number) =>
			tables.reduce((sum, weeks) => sum + seat(weeks), 0) / tables.length;
		const asItCame = cost((weeks) => {
			const history: Week[] = [];
			for (const [index, there] of weeks.entries())
				history.push(
					proposeGroups({ people: named(there), history, apart: [], seed: index, weeksAhead: 9 - index }).groups,
				);
			return planCost(history);
		});
		const inHindsight = cost((weeks) => {
			const random = randomFrom(1);
			const start = weeks.map((there) => byLot(there, random));
			const met = new Float64Array(count * count);
			return anneal({ people: count, start, met, dislike: [] }, { steps: 2_000_000, goal: 0, random }).cost;
		});
		expect(asItCame).toBeLessThanOrEqual(inHindsight * 1.1);
	});

	it('seat those who lead the community that week at different tables', () => {
		const spread = ['person 2', 'person 7', 'person 11'];
		for (const seed of [1, 2, 3, 4, 5]) {
			const { groups } = proposeGroups({ people: people(16), history: [], apart: [], spread, weeksAhead: 9, seed });
			expect(groups.map((group) => group.filter((person) => spread.includes(person)).length).toSorted()).toEqual([
				0, 1, 1, 1,
			]);
		}
	});

	it('say what they add to the cost', () => {
		const history = tenWeeks(16, 'cost', [], 6);
		const { groups, addedCost } = proposeGroups({ people: people(16), history, apart: [], seed: 1 });
		expect(addedCost).toBe(planCost([...history, groups]) - planCost(history));
	});

	it('take newcomers in and leave leavers out', () => {
		const history = tenWeeks(16, 'leave', [], 2);
		const now = [...people(16).slice(1), 'newcomer'];
		expect(proposeGroups({ people: now, history, apart: [], seed: 1 }).groups.flat().toSorted()).toEqual(
			now.toSorted(),
		);
	});

	it('are found in less than half a second of one processor for twenty-four people at the beginning', () => {
		const times = [1, 2, 3].map((seed) => {
			const start = process.cpuUsage().user;
			proposeGroups({ people: people(24), history: [], apart: [], seed, weeksAhead: 9 });
			return (process.cpuUsage().user - start) / 1000;
		});
		expect(Math.min(...times)).toBeLessThan(500);
	});
});

describe('people who must stay apart', () => {
	it('never share a group while there is a way', () => {
		// whoever stands in the same group of this arrangement may meet, so a way exists
		const wish = fc.integer({ min: 8, max: 24 }).chain((count) => {
			const everyone = people(count);
			let start = 0;
			const way = groupSizes(count).map((size) => everyone.slice(start, (start += size)));
			const across = way.flatMap((group, index) =>
				group.flatMap((one) =>
					way
						.slice(index + 1)
						.flat()
						.map((other): Pair => [one, other]),
				),
			);
			return fc.record({ count: fc.constant(count), apart: fc.subarray(across), seed: fc.integer() });
		});
		fc.assert(
			fc.property(wish, ({ count, apart, seed }) => {
				const { kind, groups, broken } = proposeGroups({ people: people(count), history: [], apart, seed });
				expect({ kind, broken }).toEqual({ kind: 'apart_kept', broken: [] });
				expect(brokenApart(groups, apart)).toEqual([]);
			}),
			{ numRuns: 60 },
		);
	});

	it('stay apart for ten weeks', () => {
		const apart: Pair[] = [
			['person 0', 'person 1'],
			['person 1', 'person 2'],
			['person 5', 'person 9'],
		];
		expect(tenWeeks(16, 'apart', apart).flatMap((week) => brokenApart(week, apart))).toEqual([]);
	});

	it('share a group if there are more of them than groups, as few pairs as possible, and it is said', () => {
		const four = people(4);
		const apart = four.flatMap((one, index) => four.slice(index + 1).map((other): Pair => [one, other]));
		const proposal = proposeGroups({ people: people(12), history: [], apart, seed: 1 });
		expect(proposal.kind).toBe('apart_impossible');
		expect(proposal.broken).toHaveLength(1);
		expect(brokenApart(proposal.groups, apart)).toEqual(proposal.broken);
	});

	it('share a group if somebody must stay apart from all but two', () => {
		const apart = people(24)
			.slice(3)
			.map((other): Pair => ['person 0', other]);
		const proposal = proposeGroups({ people: people(24), history: [], apart, seed: 1 });
		expect(proposal).toMatchObject({ kind: 'apart_impossible' });
		expect(proposal.broken).toHaveLength(1);
	});

	it('do not matter when one of them is not there', () => {
		const { kind } = proposeGroups({ people: people(8), history: [], apart: [['person 0', 'left']], seed: 1 });
		expect(kind).toBe('apart_kept');
	});
});
