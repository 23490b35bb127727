import { expect, test } from 'vitest';
import { board, seats, thread } from './seating.ts';

test.each([1, 2, 3, 4, 5, 6, 7, 8])('%i people sit on the board and not on each other', (count) => {
	const places = seats(count);
	expect(places).toHaveLength(count);
	for (const [index, a] of places.entries()) {
		expect(a.x).toBeGreaterThanOrEqual(board.face);
		expect(a.x).toBeLessThanOrEqual(board.width - board.face);
		for (const b of places.slice(index + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(2 * board.face);
	}
});

test('a thread begins outside the face', () => {
	const [x, y] = thread({ x: 50, y: 100 }, { x: 250, y: 100 }).slice(1).split('Q')[0]?.split(' ').map(Number) ?? [];
	expect(Math.hypot(Number(x) - 50, Number(y) - 100)).toBeCloseTo(board.face + 3, 0);
});
