import { describe, expect, test } from 'vitest';
import type { Question } from '#course/package/question-model.ts';
import { judge, shuffled } from '#course/reading/self-check.ts';

const same = (text: string) => ({ de: text, en: text });
const about = { id: 'q', text: same('?'), explanation: same('.') };
const option = (id: string, right: boolean) => ({ id, text: same(id), right, why: same('.') });
const named = (id: string) => ({ id, text: same(id) });

const single: Question = {
	...about,
	kind: 'single',
	options: [option('a', false), option('b', true), option('c', false)],
};
const multiple: Question = {
	...about,
	kind: 'multiple',
	options: [option('a', true), option('b', false), option('c', true)],
};
const order: Question = { ...about, kind: 'order', items: ['a', 'b', 'c', 'd'].map(named) };
const match: Question = {
	...about,
	kind: 'match',
	pairs: ['a', 'b', 'c'].map((id) => ({ id, left: same(id), right: same(id) })),
};
const chosen = (...ids: string[]) => ({ chosen: ids, places: {} });
const placed = (places: Record<string, string>) => ({ chosen: [], places });

describe('an answer is right', () => {
	test('when the one right option is chosen', () => {
		expect(judge(single, chosen('b')).right).toBe(true);
		expect(judge(single, chosen('a'))).toMatchObject({ right: false, parts: { a: false, b: false, c: true } });
	});

	test('when all right options are chosen and no other', () => {
		expect(judge(multiple, chosen('a', 'c')).right).toBe(true);
		expect(judge(multiple, chosen('a')).right).toBe(false);
		expect(judge(multiple, chosen('a', 'b', 'c')).right).toBe(false);
	});

	test('when everything stands at its place', () => {
		expect(judge(order, placed({ a: '1', b: '2', c: '3', d: '4' })).right).toBe(true);
		const swapped = judge(order, placed({ a: '2', b: '1', c: '3', d: '4' }));
		expect(swapped).toMatchObject({ right: false, parts: { a: false, b: false, c: true, d: true } });
		expect(judge(match, placed({ a: 'a', b: 'b', c: 'c' })).right).toBe(true);
		expect(judge(match, placed({ a: 'b', b: 'b', c: 'c' })).parts).toEqual({ a: false, b: true, c: true });
	});

	test('never when there is none', () => {
		for (const question of [single, multiple, order, match])
			expect(judge(question, placed({ a: '', b: '' }))).toMatchObject({ answered: false, right: false });
	});
});

test('what is to be ordered never begins in the right order, and always in the same', () => {
	const things = ['one', 'two', 'three', 'four'].map(named);
	const firsts = new Set<string | undefined>();
	for (let seed = 0; seed < 200; seed++) {
		const drawn = shuffled(things, `seed-${seed}`);
		expect(drawn).not.toEqual(things);
		expect([...drawn].sort((a, b) => a.id.localeCompare(b.id))).toEqual(
			[...things].sort((a, b) => a.id.localeCompare(b.id)),
		);
		expect(shuffled(things, `seed-${seed}`)).toEqual(drawn);
		firsts.add(drawn[0]?.id);
	}
	expect(firsts.size).toBe(4);
});
