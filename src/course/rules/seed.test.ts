import { expect, it } from 'vitest';
import { randomFrom, shuffled } from '#course/rules/seed.ts';

it('the same seed draws the same lot, another seed another', () => {
	const letters = [...'abcdefghijklmnop'];
	expect(shuffled(letters, randomFrom('cohort 7'))).toEqual(shuffled(letters, randomFrom('cohort 7')));
	expect(shuffled(letters, randomFrom('cohort 7'))).not.toEqual(shuffled(letters, randomFrom('cohort 8')));
	expect(shuffled(letters, randomFrom(1)).toSorted()).toEqual(letters);
});

it('every order of three comes about equally often', () => {
	const random = randomFrom('fair');
	const orders = new Map<string, number>();
	for (let draw = 0; draw < 6000; draw++) {
		const order = shuffled(['a', 'b', 'c'], random).join('');
		orders.set(order, (orders.get(order) ?? 0) + 1);
	}
	expect(orders.size).toBe(6);
	for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
});

it('numbers lie between 0 and 1 and fill the stretch evenly', () => {
	const random = randomFrom(42);
	const numbers = Array.from({ length: 10_000 }, random);
	expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
	expect(Math.max(...numbers)).toBeLessThan(1);
	expect(Math.abs(numbers.reduce((sum, number) => sum + number, 0) / numbers.length - 0.5)).toBeLessThan(0.01);
});
