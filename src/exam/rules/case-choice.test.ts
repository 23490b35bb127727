import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availableCases, caseProblem, type CaseWish, chooseCase, type ExamCase } from '#exam/rules/case-choice.ts';

const real = (id: string): ExamCase => ({ id, kind: 'real', language: 'de', retired: false });
const wish = (change: Partial<CaseWish> = {}): CaseWish => ({
	cases: [real('merger'), real('outage'), real('silence')],
	uses: [],
	cohortId: 'spring',
	language: 'de',
	demo: false,
	...change,
});

describe('the case of an exam', () => {
	it('is none that an earlier cohort of the provider had', () => {
		const uses = [
			{ caseId: 'merger', cohortId: 'autumn' },
			{ caseId: 'outage', cohortId: 'winter' },
		];
		expect(chooseCase(wish({ uses }), 1)).toMatchObject({ ok: true, value: { id: 'silence' } });
	});

	it('is a new one for a retake', () => {
		const uses = [{ caseId: 'merger', cohortId: 'spring' }];
		expect(availableCases(wish({ uses })).map(({ id }) => id)).toEqual(['outage', 'silence']);
		expect(caseProblem(real('merger'), wish({ uses }))).toEqual({ kind: 'used_by_this_cohort' });
	});

	it('is none for practice, except in a demo', () => {
		const practice: ExamCase = { ...real('shipped'), kind: 'practice' };
		expect(caseProblem(practice, wish())).toEqual({ kind: 'for_practice_only' });
		expect(caseProblem(practice, wish({ demo: true }))).toBeNull();
		expect(chooseCase(wish({ cases: [practice, real('merger')], demo: true }), 3)).toMatchObject({
			value: { id: 'merger' },
		});
	});

	it('is in the language of the cohort and in use', () => {
		expect(caseProblem({ ...real('x'), language: 'en' }, wish())).toEqual({ kind: 'other_language' });
		expect(caseProblem({ ...real('x'), retired: true }, wish())).toEqual({ kind: 'retired' });
	});

	it('is missed when all were used', () => {
		const uses = ['merger', 'outage', 'silence'].map((caseId) => ({ caseId, cohortId: 'autumn' }));
		expect(chooseCase(wish({ uses }), 1)).toEqual({ ok: false, problem: { kind: 'no_case_left' } });
	});

	it('is drawn by lot, and each can be drawn', () => {
		const drawn = Array.from({ length: 60 }, (_, seed) => chooseCase(wish(), seed));
		const ids = drawn.flatMap((outcome) => (outcome.ok ? [outcome.value.id] : []));
		expect(new Set(ids)).toEqual(new Set(['merger', 'outage', 'silence']));
		expect(chooseCase(wish(), 7)).toEqual(chooseCase(wish(), 7));
	});

	it('serves cohort after cohort without ever repeating', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 12 }), fc.integer(), (count, seed) => {
				const cases = Array.from({ length: count }, (_, index) => real(`case ${index}`));
				const uses: { caseId: string; cohortId: string }[] = [];
				for (let cohort = 0; cohort <= count; cohort++) {
					const outcome = chooseCase(wish({ cases, uses, cohortId: `cohort ${cohort}` }), seed);
					expect(outcome.ok).toBe(cohort < count);
					if (outcome.ok) uses.push({ caseId: outcome.value.id, cohortId: `cohort ${cohort}` });
				}
				expect(new Set(uses.map(({ caseId }) => caseId)).size).toBe(count);
			}),
			{ numRuns: 30 },
		);
	});
});
