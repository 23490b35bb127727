import { expect, test } from 'vitest';
import { number, share } from './numbers.ts';

test('half hours are written as in German', () => expect(number(26.5)).toBe('26,5'));
test('a bar never leaves its frame', () => {
	expect(share(27, 54)).toBe('50%');
	expect(share(60, 54)).toBe('100%');
	expect(share(-1, 54)).toBe('0%');
	expect(share(1, 0)).toBe('0%');
	expect(share(1, 3)).toBe('33.33%');
});
