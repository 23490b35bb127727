import { expect, test } from 'vitest';
import * as z from 'zod';
import { newKey } from './key.ts';

test('a key is a UUID of version 4, and never the same twice', () => {
	const keys = Array.from({ length: 200 }, newKey);
	expect(keys.every((key) => z.uuidv4().safeParse(key).success)).toBe(true);
	expect(new Set(keys).size).toBe(200);
});
