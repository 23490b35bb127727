import { expect, test } from 'vitest';
import { nextCriterion } from '#exam/mark-keys.ts';

const criteria = ['reading', 'measures', 'success'];

test('a number is for the first criterion without a level, and leads on to the next one', () => {
	expect(nextCriterion(criteria, {}, null)).toEqual({ criterion: 'reading', then: 'measures' });
	expect(nextCriterion(criteria, { reading: '2' }, null)).toEqual({ criterion: 'measures', then: 'success' });
});
test('it is for the criterion one is at, even if that one has a level already', () => {
	expect(nextCriterion(criteria, { reading: '2', measures: '1' }, 'reading')).toEqual({
		criterion: 'reading',
		then: 'success',
	});
	expect(nextCriterion(criteria, {}, 'success')).toEqual({ criterion: 'success', then: 'reading' });
});
test('with all levels chosen and nothing in focus it does nothing', () => {
	const all = { reading: '2', measures: '1', success: '0' };
	expect(nextCriterion(criteria, all, null)).toEqual({ criterion: null, then: null });
	expect(nextCriterion(criteria, all, 'measures')).toEqual({ criterion: 'measures', then: null });
});
