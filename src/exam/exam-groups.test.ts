import { describe, expect, test } from 'vitest';
import { groupSizes } from '#course/rules/groups.ts';
import { examGroups } from '#exam/exam-groups.ts';

/** Groups in the order of the people. */
const propose = (people: string[]): string[][] => {
	const left = [...people];
	return groupSizes(people.length).map((size) => left.splice(0, size));
};
const people = (letters: string) => [...letters];
const groups = (formed: string[], candidates: string) =>
	examGroups(formed.map(people), people(candidates), propose).map(({ from, people: group }) => [from, group.join('')]);

describe('the groups of an exam', () => {
	test('are those of the last meeting when all may sit the exam', () => {
		expect(groups(['abcd', 'efgh'], 'abcdefgh')).toEqual([
			[0, 'abcd'],
			[1, 'efgh'],
		]);
	});

	test('keep three who remain of four together', () => {
		expect(groups(['abcd', 'efgh'], 'abcefgh')).toEqual([
			[0, 'abc'],
			[1, 'efgh'],
		]);
	});

	test('take two who remain of four into the smallest ones', () => {
		expect(groups(['abcd', 'efgh', 'ijkl'], 'abcdefijk')).toEqual([
			[0, 'abcdf'],
			[2, 'ijke'],
		]);
	});

	test('are formed anew among those who have none when they are three or more', () => {
		expect(groups(['abcd', 'efgh'], 'abcdefxyz')).toEqual([
			[0, 'abcd'],
			[null, 'efxyz'],
		]);
	});

	test('are all formed anew when there is no room for the one left over', () => {
		expect(groups(['abcde'], 'abcdex').map(([from]) => from)).toEqual([null, null]);
	});

	test('are proposed when no meeting formed any', () => {
		expect(groups([], 'abcdefgh')).toEqual([
			[null, 'abcd'],
			[null, 'efgh'],
		]);
	});

	test('never leave anybody out and never seat anybody twice', () => {
		for (const candidates of ['abc', 'abcd', 'abcde', 'abcdef', 'acegikmo', 'abefghijklmnop', 'mnopqrs'])
			expect(
				examGroups(['abcd', 'efgh', 'ijkl', 'mnop'].map(people), people(candidates), propose)
					.flatMap(({ people: group }) => group)
					.sort()
					.join(''),
			).toBe(candidates);
	});
});
