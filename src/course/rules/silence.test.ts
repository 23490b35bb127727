import { describe, expect, it } from 'vitest';
import { absence, isSilent, quietDays } from '#course/rules/silence.ts';
import { instantOf } from '#platform/time.ts';

const zone = 'Europe/Berlin';
const at = (date: string, time = '12:00') => instantOf(date, time, zone);
const since = at('2026-09-07');

describe('a silent person', () => {
	it('has given no sign for seven days', () => {
		const signs = { since, acts: [at('2026-09-09'), at('2026-09-10')], away: [] };
		expect(isSilent(signs, at('2026-09-17', '11:59'))).toBe(false);
		expect(isSilent(signs, at('2026-09-17'))).toBe(true);
	});

	it('is counted from joining when there was no sign at all', () => {
		expect(isSilent({ since, acts: [], away: [] }, at('2026-09-13'))).toBe(false);
		expect(isSilent({ since, acts: [], away: [] }, at('2026-09-14'))).toBe(true);
	});

	it('is not who announced to be away', () => {
		const signs = { since, acts: [at('2026-09-10')], away: [absence('2026-09-12', '2026-09-14', zone)] };
		expect(quietDays(signs, at('2026-09-17'))).toBe(4);
		expect(isSilent(signs, at('2026-09-20', '11:59'))).toBe(false);
		expect(isSilent(signs, at('2026-09-20'))).toBe(true);
	});

	it('may be one again after coming back, and overlapping absences count once', () => {
		const away = [absence('2026-09-12', '2026-09-14', zone), absence('2026-09-13', '2026-09-14', zone)];
		expect(quietDays({ since, acts: [at('2026-09-10')], away }, at('2026-09-17'))).toBe(4);
		expect(quietDays({ since, acts: [at('2026-09-16')], away }, at('2026-09-17'))).toBe(1);
	});

	it('is judged by what had happened by then', () => {
		expect(isSilent({ since, acts: [at('2026-09-30')], away: [] }, at('2026-09-20'))).toBe(true);
	});
});
