import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loads, planRotation, type Rotation } from '#course/rules/rotation.ts';
import { rebalanceRotation } from '#course/rules/rotation-rebalance.ts';

const people = (count: number) => Array.from({ length: count }, (_, index) => `person ${index}`);

describe('when somebody leaves', () => {
	it('a unit of three goes on with two', () => {
		const rotation = [
			['a', 'b'],
			['c', 'd', 'e'],
			['f', 'g'],
		];
		const after = rebalanceRotation({ rotation, people: ['a', 'b', 'c', 'd', 'f', 'g'], firstOpenUnit: 2, seed: 1 });
		expect(after).toEqual([
			['a', 'b'],
			['c', 'd'],
			['f', 'g'],
		]);
	});

	it('a unit of two gets somebody from a unit of three, so that nobody acts more often', () => {
		const rotation = [
			['a', 'b'],
			['c', 'd', 'e'],
			['f', 'g'],
		];
		const after = rebalanceRotation({ rotation, people: ['a', 'b', 'c', 'd', 'e', 'f'], firstOpenUnit: 2, seed: 1 });
		expect(after[0]).toEqual(['a', 'b']);
		expect(after[1]).toHaveLength(2);
		expect(after[2]).toHaveLength(2);
		expect(after[2]).toContain('f');
		expect([...loads(after, ['a', 'b', 'c', 'd', 'e', 'f']).values()]).toEqual([1, 1, 1, 1, 1, 1]);
	});

	it('the least burdened step in where no unit can spare anybody', () => {
		const rotation = [
			['a', 'b'],
			['a', 'c'],
			['b', 'd'],
		];
		const after = rebalanceRotation({ rotation, people: ['a', 'b', 'c'], firstOpenUnit: 2, seed: 1 });
		expect(after).toEqual([
			['a', 'b'],
			['a', 'c'],
			['b', 'c'],
		]);
	});

	it('what has been stays, also the shift that runs', () => {
		const rotation = [
			['a', 'b'],
			['c', 'd'],
			['a', 'c'],
		];
		const after = rebalanceRotation({ rotation, people: ['b', 'c', 'd'], firstOpenUnit: 3, seed: 1 });
		expect(after.slice(0, 2)).toEqual(rotation.slice(0, 2));
		expect(after[2]).toHaveLength(2);
		expect(after[2]).not.toContain('a');
	});
});

describe('when somebody joins', () => {
	it('the newcomer takes a shift from somebody with two', () => {
		const rotation = planRotation(people(16), 10, 7);
		const everybody = [...people(16), 'newcomer'];
		const after = rebalanceRotation({ rotation, people: everybody, firstOpenUnit: 2, seed: 1 });
		expect(loads(after, everybody).get('newcomer')).toBe(1);
		expect(after.flat()).toHaveLength(20);
	});

	it('the newcomer is a third where everybody has one', () => {
		const rotation = planRotation(people(20), 10, 7);
		const after = rebalanceRotation({ rotation, people: [...people(20), 'newcomer'], firstOpenUnit: 2, seed: 1 });
		expect(after.filter((acting) => acting.length === 3)).toHaveLength(1);
	});
});

describe('whoever comes and goes', () => {
	const changes = fc.record({
		count: fc.integer({ min: 4, max: 24 }),
		gone: fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { maxLength: 5 }),
		joining: fc.integer({ min: 0, max: 2 }),
		firstOpenUnit: fc.integer({ min: 1, max: 11 }),
		seed: fc.integer(),
	});

	it('the past stays, units to come have two or three, and loads are as equal as the past allows', () => {
		fc.assert(
			fc.property(changes, ({ count, gone, joining, firstOpenUnit, seed }) => {
				const rotation = planRotation(people(count), 10, seed);
				const left = new Set(gone.map((index) => `person ${index}`));
				const here = [
					...people(count).filter((person) => !left.has(person)),
					...people(joining).map((name) => `new ${name}`),
				];
				if (here.length < 2) return;
				const after = rebalanceRotation({ rotation, people: here, firstOpenUnit, seed });
				const open = after.slice(firstOpenUnit - 1);
				expect(after.slice(0, firstOpenUnit - 1)).toEqual(rotation.slice(0, firstOpenUnit - 1));
				for (const acting of open) {
					expect(acting.length === 2 || acting.length === 3).toBe(true);
					expect(new Set(acting).size).toBe(acting.length);
					expect(acting.every((person) => here.includes(person))).toBe(true);
				}
				expectFair(after, open, here);
			}),
			{ numRuns: 300 },
		);
	});

	function expectFair(after: Rotation, open: Rotation, here: readonly string[]): void {
		const carried = loads(after, here);
		const load = (person: string) => carried.get(person) ?? 0;
		const unserved = here.filter((person) => load(person) === 0);
		if (unserved.length > 0) expect(open.every((acting) => acting.length === 3)).toBe(true);
		for (const acting of open) {
			for (const giver of acting) {
				const takers = here.filter((person) => !acting.includes(person) && load(person) <= load(giver) - 2);
				expect(takers).toEqual([]);
			}
		}
	}
});
