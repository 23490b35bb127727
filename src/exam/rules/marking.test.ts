import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	arePoints,
	examResult,
	houseMarkingRules as rules,
	mayRevise,
	nextAttempt,
	objectionProblem,
	objectionUntil,
	type PaperMarks,
	retakeResult,
	rounded,
	rubricPoints,
	settlement,
} from '#exam/rules/marking.ts';
import { instantOf } from '#platform/time.ts';

const zone = 'Europe/Berlin';
const at = (date: string, time = '10:00') => instantOf(date, time, zone);
const tenths = fc.integer({ min: 0, max: 1000 }).map((points) => points / 10);

describe('points', () => {
	it('are rounded to one decimal, halves upwards', () => {
		expect([59.95, 59.949, 59.94, 60, 0, 100, 72.25, 1.005].map(rounded)).toEqual([
			60, 59.9, 59.9, 60, 0, 100, 72.3, 1,
		]);
	});

	it('are rounded like whole numbers of hundredths', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 10_000 }), (hundredths) => {
				expect(Math.round(rounded(hundredths / 100) * 10)).toBe(Math.floor((hundredths + 5) / 10));
			}),
		);
	});

	it('are 0 to 100 with at most one decimal', () => {
		expect([0, 100, 62.5, 33.3, 62.55, -1, 100.1, NaN].map(arePoints)).toEqual([
			true,
			true,
			true,
			true,
			false,
			false,
			false,
			false,
		]);
		fc.assert(fc.property(tenths, arePoints));
	});

	it('come from the levels of a rubric, all criteria alike', () => {
		const levels = [0, 50, 75, 100];
		expect(rubricPoints(['a', 'b', 'c', 'd', 'e'], { a: 3, b: 2, c: 2, d: 1, e: 0 }, levels)).toBe(60);
		expect(rubricPoints(['a', 'b', 'c'], { a: 1, b: 1, c: 2 }, levels)).toBe(58.3);
		expect(rubricPoints(['a', 'b'], { a: 1 }, levels)).toBeNull();
		expect(rubricPoints([], {}, levels)).toBeNull();
		expect(() => rubricPoints(['a'], { a: 4 }, levels)).toThrow(RangeError);
	});
});

describe('two examiners', () => {
	const marks = (first: number | null, second: number | null, third: number | null = null): PaperMarks => ({
		first,
		second,
		third,
		bothInAt: first === null || second === null ? null : at('2026-10-22'),
	});

	it('are waited for', () => {
		expect(settlement(marks(null, null), rules, zone, at('2026-11-01'))).toEqual({ kind: 'waiting', missing: 2 });
		expect(settlement(marks(null, 70), rules, zone, at('2026-11-01'))).toEqual({ kind: 'waiting', missing: 1 });
	});

	it('agree up to fifteen points, and the mark is their mean', () => {
		expect(settlement(marks(70, 55), rules, zone, at('2026-11-01'))).toEqual({ kind: 'agreed', points: 62.5 });
		expect(settlement(marks(61, 61.1), rules, zone, at('2026-11-01'))).toEqual({ kind: 'agreed', points: 61.1 });
	});

	it('have a mean that is rounded as exactly as with whole numbers', () => {
		for (let one = 0; one <= 1000; one++) {
			for (let other = one; other <= Math.min(1000, one + 150); other += 7) {
				const outcome = settlement(marks(one / 10, other / 10), rules, zone, at('2026-10-23'));
				const points = outcome.kind === 'agreed' ? Math.round(outcome.points * 10) : -1;
				if (points !== Math.floor((one + other + 1) / 2))
					throw new Error(`${one / 10} and ${other / 10}: ${points / 10}`);
			}
		}
	});

	it('have five days to settle more, by the clock on the wall', () => {
		const settleBy = at('2026-10-27');
		expect(settlement(marks(70, 54.9), rules, zone, at('2026-10-27', '09:59'))).toEqual({
			kind: 'differing',
			difference: 15.1,
			settleBy,
		});
		expect(settlement(marks(70, 54.9), rules, zone, settleBy)).toEqual({
			kind: 'third_needed',
			difference: 15.1,
			since: settleBy,
		});
	});

	it('are overruled by the third, who decides alone', () => {
		expect(settlement(marks(80, 50, 58), rules, zone, at('2026-11-01'))).toEqual({ kind: 'third_decided', points: 58 });
	});

	it('may change their points until they agree or a third is called', () => {
		expect(mayRevise(marks(80, null), rules, zone, at('2026-10-23'))).toBe(true);
		expect(mayRevise(marks(80, 50), rules, zone, at('2026-10-23'))).toBe(true);
		expect(mayRevise(marks(80, 70), rules, zone, at('2026-10-23'))).toBe(false);
		expect(mayRevise(marks(80, 50), rules, zone, at('2026-10-28'))).toBe(false);
	});

	it('need a third exactly when they differ by more than fifteen, whoever was first', () => {
		fc.assert(
			fc.property(tenths, tenths, (one, other) => {
				const outcome = settlement(marks(one, other), rules, zone, at('2026-12-01'));
				const apart = Math.abs(Math.round(one * 10) - Math.round(other * 10)) > 150;
				expect(outcome.kind).toBe(apart ? 'third_needed' : 'agreed');
				expect(settlement(marks(other, one), rules, zone, at('2026-12-01'))).toEqual(outcome);
			}),
			{ numRuns: 500 },
		);
	});
});

describe('the result', () => {
	it('weighs the group’s case 40, the own case 35 and the reflection 25 per cent', () => {
		expect(examResult({ group: 100, case: 0, reflection: 0 }, rules).overall).toBe(40);
		expect(examResult({ group: 0, case: 100, reflection: 0 }, rules).overall).toBe(35);
		expect(examResult({ group: 0, case: 0, reflection: 100 }, rules).overall).toBe(25);
		expect(examResult({ group: 0, case: 60, reflection: 36 }, rules).individual).toBe(50);
	});

	it('is a pass with 60 overall and 50 in the individual part', () => {
		expect(examResult({ group: 75, case: 50, reflection: 50 }, rules)).toMatchObject({
			overall: 60,
			individual: 50,
			passed: true,
		});
	});

	it('is none when a good group hides a weak individual part', () => {
		expect(examResult({ group: 95, case: 45, reflection: 40 }, rules)).toMatchObject({
			passed: false,
			missed: ['individual'],
		});
	});

	it('is none when the individual part suffices and the whole does not', () => {
		expect(examResult({ group: 50, case: 60, reflection: 60 }, rules)).toMatchObject({
			overall: 56,
			individual: 60,
			missed: ['overall'],
		});
	});

	it('is decided by the rounded figure that is shown', () => {
		const shown = examResult({ group: 59.9, case: 60, reflection: 60 }, rules);
		expect(shown).toMatchObject({ overall: 60, passed: true });
		expect(examResult({ group: 59.8, case: 60, reflection: 60 }, rules)).toMatchObject({
			overall: 59.9,
			passed: false,
		});
	});

	it('is reckoned as exactly as with whole numbers', () => {
		fc.assert(
			fc.property(tenths, tenths, tenths, (group, own, reflection) => {
				const [g, c, r] = [Math.round(group * 10), Math.round(own * 10), Math.round(reflection * 10)];
				const { overall, individual } = examResult({ group, case: own, reflection }, rules);
				expect(Math.round(overall * 10)).toBe(Math.floor((40 * g + 35 * c + 25 * r + 50) / 100));
				expect(Math.round(individual * 10)).toBe(Math.floor((35 * c + 25 * r + 30) / 60));
			}),
			{ numRuns: 2000 },
		);
	});

	it('lies between the weakest and the best paper, and rises with each', () => {
		fc.assert(
			fc.property(tenths, tenths, tenths, tenths, (group, own, reflection, more) => {
				const { overall, individual, passed } = examResult({ group, case: own, reflection }, rules);
				expect(overall).toBeGreaterThanOrEqual(Math.min(group, own, reflection));
				expect(overall).toBeLessThanOrEqual(Math.max(group, own, reflection));
				expect(individual).toBeGreaterThanOrEqual(Math.min(own, reflection));
				const better = examResult({ group, case: Math.max(own, more), reflection }, rules);
				expect(better.overall).toBeGreaterThanOrEqual(overall);
				expect(better.passed || !passed).toBe(true);
			}),
		);
	});
});

describe('a retake', () => {
	it('has both individual papers anew, and the group’s mark stands', () => {
		const first = { group: 70, case: 40, reflection: 45 };
		expect(examResult(first, rules).passed).toBe(false);
		expect(retakeResult(first, { case: 60, reflection: 55 }, rules)).toMatchObject({
			points: { group: 70, case: 60, reflection: 55 },
			passed: true,
		});
	});

	it('is possible once', () => {
		expect(nextAttempt([], rules)).toEqual({ may: true, kind: 'main' });
		expect(nextAttempt(['failed'], rules)).toEqual({ may: true, kind: 'retake' });
		expect(nextAttempt(['failed', 'failed'], rules)).toEqual({ may: false, why: 'no_attempt_left' });
		expect(nextAttempt(['failed', 'passed'], rules)).toEqual({ may: false, why: 'passed_already' });
	});

	it('is not used up by withdrawing for cause', () => {
		expect(nextAttempt(['withdrawn'], rules)).toEqual({ may: true, kind: 'main' });
		expect(nextAttempt(['failed', 'withdrawn'], rules)).toEqual({ may: true, kind: 'retake' });
	});
});

describe('an objection', () => {
	const until = objectionUntil(at('2026-10-20'), rules, zone);

	it('is possible for fourteen days after the release, across the end of summer time', () => {
		expect(until).toEqual(at('2026-11-03'));
		expect(objectionProblem(0, until, until)).toBeNull();
		expect(objectionProblem(0, until, at('2026-11-03', '10:01'))).toEqual({ kind: 'too_late', until });
	});

	it('is possible once', () => {
		expect(objectionProblem(1, until, at('2026-10-21'))).toEqual({ kind: 'objected_already' });
	});
});
