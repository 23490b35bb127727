import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignExaminers, type Assignment, type Desk, furtherExaminer, mayMark } from '#exam/rules/examiners.ts';

const names = (kind: string, count: number) => Array.from({ length: count }, (_, index) => `${kind} ${index}`);
const emptyDesks = (count: number): Desk[] => names('examiner', count).map((examiner) => ({ examiner, load: 0 }));

function assigned(papers: readonly string[], desks: readonly Desk[], seed: number): Assignment[] {
	const outcome = assignExaminers(papers, desks, seed);
	if (!outcome.ok) throw new Error(outcome.problem.kind);
	return outcome.value;
}

describe('who may mark', () => {
	const cohort = {
		companions: ['Jonas', 'Mira'],
		candidates: ['Aylin'],
		exceptions: [
			{ examiner: 'Mira', reason: 'Zweitprüferin erkrankt' },
			{ examiner: 'Jonas', reason: ' ' },
		],
	};

	it('is whoever did not accompany the cohort', () => {
		expect(mayMark('Petra', cohort)).toEqual({ may: true, exception: null });
		expect(mayMark('Jonas', cohort)).toEqual({ may: false, why: 'accompanied' });
	});

	it('is a companion only by an exception with a reason, which is shown', () => {
		expect(mayMark('Mira', cohort)).toEqual({ may: true, exception: 'Zweitprüferin erkrankt' });
	});

	it('is nobody who sits the exam', () => {
		const exception = { examiner: 'Aylin', reason: 'egal' };
		expect(mayMark('Aylin', { ...cohort, exceptions: [exception] })).toEqual({ may: false, why: 'candidate' });
	});
});

describe('papers and examiners', () => {
	it('two different examiners mark every paper, and the work is even', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 40 }),
				fc.integer({ min: 2, max: 7 }),
				fc.integer(),
				(count, examiners, seed) => {
					const papers = names('paper', count);
					const result = assigned(papers, emptyDesks(examiners), seed);
					expect(result.map(({ paper }) => paper)).toEqual(papers);
					const loads = names('examiner', examiners).map(
						(examiner) => result.filter((each) => each.examiners.includes(examiner)).length,
					);
					for (const each of result) expect(new Set(each.examiners).size).toBe(2);
					expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
				},
			),
		);
	});

	it('a full desk gets less', () => {
		const desks = [...emptyDesks(2), { examiner: 'busy', load: 10 }];
		const result = assigned(names('paper', 8), desks, 1);
		expect(result.some(({ examiners }) => examiners.includes('busy'))).toBe(false);
	});

	it('each pair marks about as much together as any other', () => {
		for (const seed of [1, 2, 3, 4, 5]) {
			const pairs = assigned(names('paper', 24), emptyDesks(4), seed).map(({ examiners }) =>
				examiners.toSorted().join(),
			);
			const together = Object.values(Object.groupBy(pairs, (pair) => pair)).map((each) => each?.length ?? 0);
			expect(together).toHaveLength(6);
			expect(Math.max(...together) - Math.min(...together)).toBeLessThanOrEqual(2);
		}
	});

	it('the same seed assigns the same', () => {
		expect(assigned(names('paper', 12), emptyDesks(5), 9)).toEqual(assigned(names('paper', 12), emptyDesks(5), 9));
	});

	it('one examiner is too few', () => {
		expect(assignExaminers(['paper'], emptyDesks(1), 1)).toEqual({
			ok: false,
			problem: { kind: 'too_few_examiners', available: 1, needed: 2 },
		});
	});
});

describe('a third examiner', () => {
	it('is neither of the two and has least to do', () => {
		const desks = [
			{ examiner: 'Petra', load: 1 },
			{ examiner: 'Kemal', load: 0 },
			{ examiner: 'Ruth', load: 4 },
			{ examiner: 'Ole', load: 3 },
		];
		expect(furtherExaminer(['Petra', 'Kemal'], desks, 1)).toEqual({ ok: true, value: 'Ole' });
		expect(furtherExaminer(['Petra', 'Kemal', 'Ruth', 'Ole'], desks, 1)).toMatchObject({ ok: false });
	});
});
