import { expect, test } from 'vitest';
import { lane } from './path.ts';

test('the lane runs level through every station', () => {
	expect(lane(0, 2)).toBe('M50 24C100 24 100 19 150 19C200 19 200 28 250 28');
});

test('before the first unit there is no lane behind one', () => expect(lane(0, 0)).toBe('M50 24'));
