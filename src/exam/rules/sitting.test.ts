import { expect, it } from 'vitest';
import { examSitting } from '#exam/rules/sitting.ts';

it('three people are enough for an exam of their own, two join the next cohort’s', () => {
	expect(examSitting(3)).toEqual({ kind: 'held', groupSizes: [3] });
	expect(examSitting(17)).toEqual({ kind: 'held', groupSizes: [5, 4, 4, 4] });
	expect(examSitting(2)).toEqual({ kind: 'join_next_cohort', people: 2 });
});
