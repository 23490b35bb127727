import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loads, planRotation, shiftsInAll, swapShifts } from '#course/rules/rotation.ts';

const people = (count: number) => Array.from({ length: count }, (_, index) => `person ${index}`);

describe('the rotation', () => {
	it('has twenty shifts for sixteen people and twenty-four for twenty-four', () => {
		expect([16, 18, 20, 22, 24].map((count) => shiftsInAll(count, 10))).toEqual([20, 20, 20, 22, 24]);
	});

	it('gives everybody the same number where that is possible', () => {
		expect([12, 13, 15].map((count) => shiftsInAll(count, 10))).toEqual([24, 26, 30]);
	});

	it('spreads units of three among units of two', () => {
		expect(planRotation(people(24), 10, 1).map((acting) => acting.length)).toEqual([2, 2, 3, 2, 3, 2, 2, 3, 2, 3]);
	});

	it('has two or three in each unit, everybody at least once, loads differing by one at most', () => {
		fc.assert(
			fc.property(fc.integer({ min: 3, max: 30 }), fc.integer(), (count, seed) => {
				const rotation = planRotation(people(count), 10, seed);
				expect(rotation).toHaveLength(10);
				for (const acting of rotation) {
					expect(acting.length === 2 || acting.length === 3).toBe(true);
					expect(new Set(acting).size).toBe(acting.length);
				}
				const each = [...loads(rotation, people(count)).values()];
				expect(Math.min(...each)).toBeGreaterThanOrEqual(1);
				expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1);
			}),
		);
	});

	it('lets everybody act once before anybody acts again', () => {
		const order = planRotation(people(16), 10, 'order').flat();
		expect(new Set(order.slice(0, 16)).size).toBe(16);
	});

	it('makes do with fewer people than a unit asks for', () => {
		expect(planRotation(people(1), 3, 1)).toEqual([['person 0'], ['person 0'], ['person 0']]);
		expect(planRotation([], 3, 1)).toEqual([[], [], []]);
	});

	it('serves as many as it can where there are more people than shifts', () => {
		const each = [...loads(planRotation(people(20), 5, 1), people(20)).values()];
		expect(each.filter((load) => load === 1)).toHaveLength(15);
	});

	it('is the same for the same seed', () => {
		expect(planRotation(people(16), 10, 'a')).toEqual(planRotation(people(16), 10, 'a'));
		expect(planRotation(people(16), 10, 'a')).not.toEqual(planRotation(people(16), 10, 'b'));
	});
});

describe('a swap', () => {
	const rotation = [
		['Aylin', 'Bernd'],
		['Clara', 'Dogan'],
		['Aylin', 'Emma'],
	];

	it('exchanges two shifts that are to come', () => {
		const outcome = swapShifts(rotation, { unit: 1, person: 'Bernd' }, { unit: 2, person: 'Clara' }, 1);
		expect(outcome).toEqual({
			ok: true,
			value: [
				['Aylin', 'Clara'],
				['Bernd', 'Dogan'],
				['Aylin', 'Emma'],
			],
		});
		expect(rotation[0]).toEqual(['Aylin', 'Bernd']);
	});

	it('is refused once a unit has opened', () => {
		expect(swapShifts(rotation, { unit: 1, person: 'Bernd' }, { unit: 2, person: 'Clara' }, 2)).toEqual({
			ok: false,
			problem: { kind: 'shift_has_begun', unit: 1 },
		});
	});

	it('is refused where somebody would act twice in a unit', () => {
		expect(swapShifts(rotation, { unit: 1, person: 'Bernd' }, { unit: 3, person: 'Aylin' }, 1)).toMatchObject({
			problem: { kind: 'acts_there_already', place: { unit: 1, person: 'Aylin' } },
		});
	});

	it('is refused for shifts that nobody has, within a unit, and with oneself', () => {
		const kinds = [
			swapShifts(rotation, { unit: 1, person: 'Clara' }, { unit: 2, person: 'Dogan' }, 1),
			swapShifts(rotation, { unit: 9, person: 'Clara' }, { unit: 2, person: 'Dogan' }, 1),
			swapShifts(rotation, { unit: 2, person: 'Clara' }, { unit: 2, person: 'Dogan' }, 1),
			swapShifts(rotation, { unit: 1, person: 'Aylin' }, { unit: 3, person: 'Aylin' }, 1),
		].map((outcome) => (outcome.ok ? 'ok' : outcome.problem.kind));
		expect(kinds).toEqual(['no_such_shift', 'no_such_shift', 'same_unit', 'same_person']);
	});

	it('never changes what anybody carries', () => {
		const everybody = people(16);
		const start = planRotation(everybody, 10, 3);
		const place = fc
			.integer({ min: 1, max: 10 })
			.chain((unit) => fc.constantFrom(...(start[unit - 1] ?? [])).map((person) => ({ unit, person })));
		fc.assert(
			fc.property(place, place, (one, other) => {
				const outcome = swapShifts(start, one, other, 1);
				if (outcome.ok) expect(loads(outcome.value, everybody)).toEqual(loads(start, everybody));
			}),
		);
	});
});
