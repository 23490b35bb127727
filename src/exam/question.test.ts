import { expect, test } from 'vitest';
import { headlineOf } from '#exam/question.ts';

test('the first sentence of a question is its headline', () => {
	expect(headlineOf('Ist die Community reif? Beurteilen Sie es, und nennen Sie, was fehlt.')).toEqual({
		first: 'Ist die Community reif?',
		rest: 'Beurteilen Sie es, und nennen Sie, was fehlt.',
	});
	expect(headlineOf('Was tun?')).toEqual({ first: 'Was tun?', rest: '' });
	expect(headlineOf('Ein Plan für 100 Tage')).toEqual({ first: 'Ein Plan für 100 Tage', rest: '' });
});
