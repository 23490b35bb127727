import { expect, test } from 'vitest';
import { neighbours } from './queue.ts';

const waiting = ['longest', 'middle', 'newest'].map((submissionId) => ({ submissionId }));
const around = (id: string) => {
	const { place, previous, next } = neighbours(waiting, id);
	return [place, previous?.submissionId, next?.submissionId];
};

test('one walks from the longest wait to the newest and back', () => {
	expect(around('longest')).toEqual([1, undefined, 'middle']);
	expect(around('middle')).toEqual([2, 'longest', 'newest']);
	expect(around('newest')).toEqual([3, 'middle', undefined]);
});

test('after feedback the one that waits longest comes next', () => {
	expect(around('answered')).toEqual([null, undefined, 'longest']);
	expect(neighbours([], 'answered').next).toBeNull();
});
