import { describe, expect, it } from 'vitest';
import {
	atDeadline,
	automaticHandIn,
	decideHandIn,
	decideWithdrawal,
	editGoesTo,
	type HandIn,
	markedPages,
	punctuality,
} from '#exam/rules/hand-in.ts';

const window = { opensAt: new Date('2026-09-07T08:00:00Z'), endsAt: new Date('2026-09-10T08:00:00Z') };
const after = (milliseconds: number) => new Date(window.endsAt.getTime() + milliseconds);

const ofGroup = { limit: 2, enforced: true };
const ofPerson = { limit: 2, enforced: false };

function handIn(change: Partial<HandIn> = {}): HandIn {
	return {
		arrivedAt: after(-60_000),
		window,
		standing: false,
		pages: 1.9,
		otherPages: 0,
		pageLimit: ofGroup,
		written: true,
		declaration: { ownWork: true, aiUse: 'keine' },
		...change,
	};
}

describe('a paper handed in', () => {
	it('is on time up to the very instant of the deadline and late a thousandth of a second after', () => {
		expect([after(-1), after(0), after(1)].map((at) => punctuality(at, window))).toEqual([
			'on_time',
			'on_time',
			'late',
		]);
		expect(punctuality(new Date(window.opensAt.getTime() - 1), window)).toBe('early');
		expect(punctuality(window.opensAt, window)).toBe('on_time');
	});

	it('is accepted in time with its declaration', () => {
		expect(decideHandIn(handIn())).toEqual({ ok: true, value: { overPages: null } });
	});

	it('is refused after the deadline, however good it is', () => {
		expect(decideHandIn(handIn({ arrivedAt: after(1) }))).toEqual({
			ok: false,
			problem: { kind: 'too_late', endsAt: window.endsAt, arrivedAt: after(1) },
		});
	});

	it('is refused before the opening, twice, and empty', () => {
		const problems = [
			handIn({ arrivedAt: new Date('2026-09-07T07:59:59Z') }),
			handIn({ standing: true }),
			handIn({ written: false }),
		].map((each) => decideHandIn(each));
		expect(problems).toMatchObject([
			{ problem: { kind: 'not_open' } },
			{ problem: { kind: 'handed_in_already' } },
			{ problem: { kind: 'nothing_written' } },
		]);
	});

	it('needs a declaration of own work and of the use of AI', () => {
		expect(decideHandIn(handIn({ declaration: { ownWork: false, aiUse: 'keine' } }))).toMatchObject({
			problem: { kind: 'own_work_not_declared' },
		});
		expect(decideHandIn(handIn({ declaration: { ownWork: true, aiUse: ' ' } }))).toMatchObject({
			problem: { kind: 'ai_use_not_declared' },
		});
	});

	it('of a group has two pages and not a line more', () => {
		expect(decideHandIn(handIn({ pages: 2 })).ok).toBe(true);
		expect(decideHandIn(handIn({ pages: 2.05 }))).toMatchObject({
			problem: { kind: 'too_long', pages: 2.05, limit: 2 },
		});
	});

	it('of a person is accepted with a warning when both together are longer', () => {
		expect(decideHandIn(handIn({ pageLimit: ofPerson, pages: 1.5, otherPages: 0.5 }))).toMatchObject({
			value: { overPages: null },
		});
		expect(decideHandIn(handIn({ pageLimit: ofPerson, pages: 1.5, otherPages: 1 }))).toMatchObject({
			value: { overPages: 2.5 },
		});
	});
});

describe('taking a paper back', () => {
	it('is possible until the deadline', () => {
		expect(decideWithdrawal(true, after(0), window).ok).toBe(true);
		expect(decideWithdrawal(true, after(1), window)).toMatchObject({ problem: { kind: 'too_late' } });
		expect(decideWithdrawal(false, after(-1), window)).toMatchObject({ problem: { kind: 'not_handed_in' } });
	});
});

describe('a draft at the deadline', () => {
	const open = { window, standing: false, declined: false, written: true };

	it('is handed in by itself as of the deadline, whenever that is noticed', () => {
		for (const now of [after(1), after(86_400_000)]) {
			expect(automaticHandIn(open, now)).toEqual({ kind: 'handed_in', arrivedAt: window.endsAt });
		}
	});

	it('waits for the last instant, which still belongs to the candidates', () => {
		expect(automaticHandIn(open, after(0))).toEqual({ kind: 'not_due', dueAt: window.endsAt });
	});

	it('is left alone when a paper stands, when declined, and when empty', () => {
		expect(automaticHandIn({ ...open, standing: true }, after(1))).toEqual({ kind: 'stands_already' });
		expect(automaticHandIn({ ...open, declined: true }, after(1))).toEqual({ kind: 'declined' });
		expect(automaticHandIn({ ...open, written: false }, after(1))).toEqual({ kind: 'nothing_written' });
	});

	it('is marked by its first two pages when it is a group’s', () => {
		expect(markedPages(2.6, ofGroup)).toBe(2);
		expect(markedPages(1.4, ofGroup)).toBe(1.4);
		expect(markedPages(2.6, ofPerson)).toBe(2.6);
	});

	it('counts as last saved in time, and later edits are kept apart', () => {
		const saves = [-2000, 0, -500, 1, 3000].map((offset) => ({ savedAt: after(offset), words: String(offset) }));
		const { counts, later } = atDeadline(saves, window.endsAt);
		expect(counts?.words).toBe('0');
		expect(later.map(({ words }) => words)).toEqual(['1', '3000']);
		expect(atDeadline(saves.slice(3), window.endsAt).counts).toBeNull();
	});
});

describe('an edit', () => {
	it('goes into the draft until the paper is in or the time is up', () => {
		expect(editGoesTo(false, after(0), window)).toBe('draft');
		expect(editGoesTo(true, after(-1000), window)).toBe('apart');
		expect(editGoesTo(false, after(1), window)).toBe('apart');
	});
});
