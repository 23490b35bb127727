import { expect, test } from 'vitest';
import { chanceCost } from './group-chance.ts';
import { proposeGroups } from './group-proposal.ts';
import { planCost, type Week } from './groups.ts';

const people = Array.from({ length: 16 }, (_, index) => `p${index}`);

function weeks(count: number): Week[] {
	const history: Week[] = [];
	for (let week = 0; week < count; week++)
		history.push(proposeGroups({ people, history, apart: [], seed: week }).groups);
	return history;
}

test('in the first unit nobody can meet again, not even by lot', () => {
	expect(chanceCost(people, [], 'seed')).toBe(0);
});

test('the lot brings 24 pairs of 120 together, so after four units without a repeat it adds about 19', () => {
	const history = weeks(4);
	const met = history.flat().length * 6;
	// every pair shares a group with probability 24 / 120; the pairs that met cost one each
	const expected = planCost(history) + (met * 24) / 120;
	expect(chanceCost(people, history, 'seed', 400)).toBeGreaterThan(expected - 1.2);
	expect(chanceCost(people, history, 'seed', 400)).toBeLessThan(expected + 1.2);
});

test('the same seed gives the same estimate', () => {
	const history = weeks(3);
	expect(chanceCost(people, history, 'unit 4')).toBe(chanceCost(people, history, 'unit 4'));
});
