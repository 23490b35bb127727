import { expect, it } from 'vitest';
import { phaseAt } from '#course/rules/lifecycle.ts';

it('a cohort’s community goes through its phases with the units', () => {
	const phases = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((unit) => phaseAt({ kind: 'unit', unit }));
	expect(phases.join(' ')).toBe('planning planning planning launch growth growth growth maturity maturity closing');
});

it('it plans before the kick-off, keeps its phase in a pause, and closes after the last meeting', () => {
	expect(phaseAt({ kind: 'before_kick_off', startsAt: new Date() })).toBe('planning');
	expect(phaseAt({ kind: 'kick_off' })).toBe('planning');
	expect(phaseAt({ kind: 'pause', unit: 5, until: new Date() })).toBe('growth');
	expect(phaseAt({ kind: 'after_last' })).toBe('closing');
});
