import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupName } from '#course/rules/group-names.ts';
import {
	addedCost,
	groupSizes,
	lowerBound,
	lowerBoundOf,
	mergeGroup,
	movePerson,
	type Pair,
	pairCounts,
	planCost,
	swapPeople,
	timesTogether,
	tooSmall,
} from '#course/rules/groups.ts';

const week = (...groups: string[]) => groups.map((group) => [...group]);

describe('sizes of groups', () => {
	it('are as many fours as possible', () => {
		expect([12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24].map((people) => groupSizes(people).join(''))).toEqual([
			'444',
			'544',
			'4433',
			'4443',
			'4444',
			'5444',
			'44433',
			'44443',
			'44444',
			'54444',
			'444433',
			'444443',
			'444444',
		]);
	});

	it('make one group of fewer than six and two threes of six', () => {
		expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((people) => groupSizes(people).join(''))).toEqual([
			'',
			'1',
			'2',
			'3',
			'4',
			'5',
			'33',
			'43',
			'44',
			'54',
			'433',
		]);
	});

	it('add up to everybody, from three to five each, whatever the number', () => {
		fc.assert(
			fc.property(fc.integer({ min: 6, max: 200 }), (people) => {
				const sizes = groupSizes(people);
				expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(people);
				expect(sizes.every((size) => size >= 3 && size <= 5)).toBe(true);
				expect(sizes.filter((size) => size !== 4)).toEqual([[], [5], [3, 3], [3]][people % 4]);
			}),
		);
	});
});

describe('the cost of a plan', () => {
	it('counts each pair that met m times as m(m−1)/2', () => {
		expect(planCost([week('abcd', 'efgh')])).toBe(0);
		expect(planCost([week('abcd'), week('abcd')])).toBe(6);
		expect(planCost([week('abcd'), week('abce'), week('abfg')])).toBe(3 + 1 + 1);
	});

	it('rises each week by how often that week’s pairs had met', () => {
		const people = [...'abcdefghijklmnop'];
		const plan = fc.array(fc.shuffledSubarray(people, { minLength: 16 }).map(inFours), { minLength: 1, maxLength: 6 });
		fc.assert(
			fc.property(plan, (weeks) => {
				const [last, before] = [weeks.at(-1) ?? [], weeks.slice(0, -1)];
				expect(planCost(weeks)).toBe(planCost(before) + addedCost(last, pairCounts(before)));
			}),
		);
	});

	it('has the lower bounds of the house', () => {
		expect(lowerBound(16, 10)).toBe(120);
		expect(lowerBound(20, 10)).toBe(110);
		expect(lowerBound(24, 10)).toBe(84);
	});

	it('has no bound above nothing as long as nobody need meet twice', () => {
		expect(lowerBound(16, 5)).toBe(0);
		expect(lowerBound(16, 6)).toBe(24);
		expect(lowerBound(24, 7)).toBe(0);
		expect(lowerBound(1, 10)).toBe(0);
	});

	it('is never below the bound', () => {
		const plan = fc.integer({ min: 6, max: 20 }).chain((people) => {
			const everyone = Array.from({ length: people }, (_, index) => `p${index}`);
			return fc.array(fc.shuffledSubarray(everyone, { minLength: people }).map(inSizes), {
				minLength: 1,
				maxLength: 10,
			});
		});
		fc.assert(
			fc.property(plan, (weeks) => {
				expect(planCost(weeks)).toBeGreaterThanOrEqual(lowerBoundOf(weeks));
				expect(lowerBoundOf(weeks)).toBe(lowerBound(weeks[0]?.flat().length ?? 0, weeks.length));
			}),
		);
	});

	it('is never below the bound either when people come and go', () => {
		const everyone = [...'abcdefghijklmnopqr'];
		const plan = fc.array(fc.shuffledSubarray(everyone, { minLength: 6 }).map(inSizes), {
			minLength: 1,
			maxLength: 10,
		});
		fc.assert(fc.property(plan, (weeks) => planCost(weeks) >= lowerBoundOf(weeks)));
	});

	it('knows how often two have met, in whatever order they are named', () => {
		const counts = pairCounts([week('abcd'), week('bafg')]);
		expect([timesTogether(counts, ['a', 'b']), timesTogether(counts, ['b', 'a'])]).toEqual([2, 2]);
		expect(timesTogether(counts, ['c', 'f'])).toBe(0);
	});
});

describe('changing groups by hand', () => {
	const past = [week('abcd', 'efgh'), week('abef', 'cdgh')];
	const counts = pairCounts(past);
	const apart: Pair[] = [['a', 'h']];

	it('tells what a move costs', () => {
		const change = movePerson(week('aceg', 'bdfh'), 'a', 1, counts, apart);
		expect(change.groups).toEqual(week('ceg', 'bdfha'));
		// gone: a with c and e, once each; new: a with b (twice), d and f (once each), and with h who should stay away
		expect(change.costChange).toBe(-2 + 4);
		expect(change.brokenApart).toEqual([['a', 'h']]);
	});

	it('moves nobody who is there already', () => {
		expect(movePerson(week('aceg', 'bdfh'), 'a', 0, counts, apart)).toEqual({
			groups: week('aceg', 'bdfh'),
			costChange: 0,
			brokenApart: [],
		});
	});

	it('tells what an exchange costs, and it is nothing within a group', () => {
		const change = swapPeople(week('aceg', 'bdfh'), ['a', 'b'], counts, apart);
		expect(change.groups).toEqual(week('bceg', 'adfh'));
		expect(change.costChange).toBe(planCost([...past, change.groups]) - planCost([...past, week('aceg', 'bdfh')]));
		expect(swapPeople(week('aceg', 'bdfh'), ['a', 'c'], counts, []).costChange).toBe(0);
	});

	it('refuses people and groups that are not there', () => {
		expect(() => movePerson(week('abc'), 'z', 0, counts, [])).toThrow(RangeError);
		expect(() => movePerson(week('abc'), 'a', 1, counts, [])).toThrow(RangeError);
		expect(() => swapPeople(week('abc'), ['a', 'z'], counts, [])).toThrow(RangeError);
	});

	it('agrees with the cost of the whole plan', () => {
		const people = [...'abcdefgh'];
		const shuffle = fc.shuffledSubarray(people, { minLength: 8 }).map(inFours);
		fc.assert(
			fc.property(shuffle, fc.constantFrom(...people), fc.integer({ min: 0, max: 1 }), (now, person, group) => {
				const { groups, costChange } = movePerson(now, person, group, counts, []);
				expect(costChange).toBe(planCost([...past, groups]) - planCost([...past, now]));
			}),
		);
	});
});

describe('a group that fell below three', () => {
	it('is shown', () => {
		expect(tooSmall(week('abcd', 'ef', 'ghi', ''))).toEqual([1]);
	});

	it('joins where the cost rises least', () => {
		const counts = pairCounts([week('abef', 'cdgh')]);
		const merge = mergeGroup(week('abcx', 'ef', 'dghi'), 1, counts, []);
		expect(merge).toMatchObject({ into: 2, costChange: 0, groups: week('abcx', '', 'dghief') });
	});

	it('joins the smaller group where the cost is the same', () => {
		expect(mergeGroup(week('abcd', 'ef', 'ghi'), 1, pairCounts([]), [])?.into).toBe(2);
	});

	it('does not join somebody it must stay apart from if there is another way', () => {
		expect(mergeGroup(week('abcd', 'ef', 'ghi'), 1, pairCounts([]), [['f', 'i']])?.into).toBe(0);
		const only = mergeGroup(week('ef', 'ghi'), 0, pairCounts([]), [['f', 'i']]);
		expect(only).toMatchObject({ into: 1, brokenApart: [['f', 'i']] });
	});

	it('stays alone when there is no other', () => {
		expect(mergeGroup(week('ef', ''), 0, pairCounts([]), [])).toBeNull();
	});
});

describe('names of groups', () => {
	it('are trees in both languages', () => {
		expect([0, 1, 2, 3, 4, 5].map((index) => groupName(index).de)).toEqual([
			'Linde',
			'Esche',
			'Ulme',
			'Kastanie',
			'Buche',
			'Ahorn',
		]);
		expect(groupName(0).en).toBe('Linden');
	});

	it('never repeat', () => {
		const names = Array.from({ length: 40 }, (_, index) => groupName(index));
		expect(new Set(names.map(({ de }) => de)).size).toBe(40);
		expect(new Set(names.map(({ en }) => en)).size).toBe(40);
		expect(groupName(12)).toEqual({ de: 'Linde 2', en: 'Linden 2' });
	});
});

function inFours(people: readonly string[]): string[][] {
	return people.length === 0 ? [] : [people.slice(0, 4), ...inFours(people.slice(4))];
}

function inSizes(people: readonly string[]): string[][] {
	let start = 0;
	return groupSizes(people.length).map((size) => people.slice(start, (start += size)));
}
