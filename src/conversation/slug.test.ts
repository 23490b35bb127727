import { expect, test } from 'vitest';
import { slugFrom } from '#conversation/slug.ts';

test('a name becomes an address that anybody can type', () => {
	expect(slugFrom('Lack & Größe: Fragen', [])).toBe('lack-groesse-fragen');
	expect(slugFrom('Évolution', [])).toBe('evolution');
	expect(slugFrom('質問', [])).toBe('bereich');
});

test('no two spaces share one, however long their names are', () => {
	expect(slugFrom('Fragen', ['fragen', 'fragen-2'])).toBe('fragen-3');
	const long = slugFrom('a'.repeat(80), []);
	expect(slugFrom('a'.repeat(80), [long])).toBe(`${'a'.repeat(38)}-2`);
});
