import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { certificateNumber, readCertificateNumber } from '#credentials/number.ts';

test('a certificate number has 80 random bits in four groups of four', () => {
	const numbers = Array.from({ length: 500 }, () => certificateNumber(randomBytes(16)));
	for (const number of numbers) expect(number).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
	expect(new Set(numbers).size).toBe(500);
	expect(new Set(numbers.join('').replaceAll('-', '')).size).toBe(32);
});

test('too little chance gives no number', () => {
	expect(() => certificateNumber(randomBytes(8))).toThrow(RangeError);
});

test('a number is found again however it is typed', () => {
	const number = '7KQ4-9WXT-2H0A-41ZP';
	for (const typed of [number, '7kq4 9wxt 2h0a 41zp', '7KQ49WXT2HOA4IZP', '  7kq4–9wxt–2hoa–4lzp '])
		expect(readCertificateNumber(typed)).toBe(number);
});

test('what cannot be a number is none', () => {
	for (const typed of ['', '7KQ4-9WXT-2H0A', '7KQ4-9WXT-2H0A-41ZU', '7KQ4-9WXT-2H0A-41ZP-0'])
		expect(readCertificateNumber(typed)).toBeNull();
});
