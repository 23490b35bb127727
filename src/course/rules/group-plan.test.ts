import { describe, expect, it, test } from 'vitest';
import { affinePlane } from '#course/rules/affine-plane.ts';
import { planAtOnce } from '#course/rules/group-plan.ts';
import { groupSizes, lowerBound, pairCounts, planCost, type Week } from '#course/rules/groups.ts';

const inWords = (weeks: readonly number[][][]): Week[] => weeks.map((week) => week.map((group) => group.map(String)));

test('in the five weeks of the affine plane each of sixteen people meets each other once', () => {
	const counts = pairCounts(inWords(affinePlane()));
	expect(counts.size).toBe(120);
	expect([...counts.values()].every((times) => times === 1)).toBe(true);
});

describe('a plan made at once for ten weeks', () => {
	it.each([12, 16, 18, 19, 20, 21, 22, 23, 24])('reaches the bound for %i people', (people) => {
		const { weeks, cost } = planAtOnce(people, 10, 'a');
		expect(cost).toBe(lowerBound(people, 10));
		expect(planCost(inWords(weeks))).toBe(cost);
	});

	it.each([13, 14, 15, 17])('comes within seven in a hundred of the bound for %i people', (people) => {
		const { weeks, cost } = planAtOnce(people, 10, 'a');
		expect(cost).toBeLessThanOrEqual(lowerBound(people, 10) * 1.07);
		expect(planCost(inWords(weeks))).toBe(cost);
	});

	it('seats everybody once a week, in the sizes of the house', () => {
		for (const week of planAtOnce(17, 10, 'b').weeks) {
			expect(week.map((group) => group.length)).toEqual(groupSizes(17));
			expect(week.flat().toSorted((a, b) => a - b)).toEqual([...Array(17).keys()]);
		}
	});

	it('takes less than two seconds of one processor', () => {
		// of this thread: the process has others, which test something else at the same time
		const start = process.threadCpuUsage();
		planAtOnce(15, 10, 'c');
		const { user, system } = process.threadCpuUsage(start);
		expect((user + system) / 1e6).toBeLessThan(2);
	});
});
