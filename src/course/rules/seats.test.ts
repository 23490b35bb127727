import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	acceptance,
	freeSeats,
	holds,
	houseSeats as rules,
	offerExpires,
	type Seats,
	seatsToOffer,
} from '#course/rules/seats.ts';
import { instantOf } from '#platform/time.ts';

const zone = 'Europe/Berlin';
const at = (date: string, time = '12:00') => instantOf(date, time, zone);
const now = at('2026-10-20');
const seats = (change: Partial<Seats> = {}): Seats => ({
	capacity: 24,
	enrolled: 0,
	invited: 0,
	offered: 0,
	waiting: 0,
	closesAt: at('2026-11-09', '19:30'),
	...change,
});

describe('accepting an application', () => {
	it('keeps a seat for fourteen days by the clock on the wall', () => {
		expect(acceptance(seats({ enrolled: 10, invited: 13 }), rules, zone, now)).toEqual({
			kind: 'invited',
			expiresAt: at('2026-11-03'),
		});
	});

	it('leads to the waitlist when all seats are taken or promised', () => {
		const full = seats({ enrolled: 20, invited: 3, offered: 1, waiting: 2 });
		expect(acceptance(full, rules, zone, now)).toEqual({ kind: 'waitlisted', position: 3 });
	});

	it('does not overtake those who wait', () => {
		expect(acceptance(seats({ enrolled: 23, waiting: 1 }), rules, zone, now)).toEqual({
			kind: 'waitlisted',
			position: 2,
		});
	});

	it('is too late once unit 2 opens', () => {
		const closesAt = at('2026-10-20');
		expect(acceptance(seats({ closesAt }), rules, zone, now)).toEqual({ kind: 'too_late', closedAt: closesAt });
	});

	it('never makes more seats than the course has', () => {
		expect(freeSeats(seats({ capacity: 40, enrolled: 24 }), rules)).toBe(0);
		expect(freeSeats(seats({ capacity: 16, enrolled: 14 }), rules)).toBe(2);
	});
});

describe('a freed seat', () => {
	it('is offered to the next who waits, for 48 hours', () => {
		expect(seatsToOffer(seats({ enrolled: 23, waiting: 5 }), rules, now)).toBe(1);
		expect(offerExpires(seats(), rules, now)).toEqual(at('2026-10-22'));
	});

	it('is offered no longer than until unit 2 opens, and not after', () => {
		const closing = seats({ enrolled: 23, waiting: 5, closesAt: at('2026-10-21') });
		expect(offerExpires(closing, rules, now)).toEqual(at('2026-10-21'));
		expect(seatsToOffer(closing, rules, at('2026-10-21'))).toBe(0);
	});

	it('is taken while the offer holds', () => {
		const promise = { expiresAt: at('2026-10-22'), settledAt: null };
		expect(holds(promise, at('2026-10-22', '11:59'))).toBe(true);
		expect(holds(promise, at('2026-10-22'))).toBe(false);
		expect(holds({ ...promise, settledAt: at('2026-10-21') }, at('2026-10-21'))).toBe(false);
	});
});

describe('whatever happens', () => {
	const acts = fc.array(fc.constantFrom('accept', 'take', 'leave', 'let lapse', 'answer', 'lapse offer'), {
		maxLength: 120,
	});

	it('seats are never given twice, and none stays empty while somebody waits', () => {
		fc.assert(
			fc.property(acts, fc.integer({ min: 1, max: 30 }), (sequence, capacity) => {
				let state = seats({ capacity });
				for (const act of sequence) {
					state = offered(after(state, act));
					expect(state.enrolled + state.invited + state.offered).toBeLessThanOrEqual(Math.min(capacity, 24));
					expect(state.waiting > 0 && freeSeats(state, rules) > 0).toBe(false);
				}
			}),
		);
	});

	function after(state: Seats, act: string): Seats {
		if (act === 'accept') {
			const { kind } = acceptance(state, rules, zone, now);
			return kind === 'invited' ? { ...state, invited: state.invited + 1 } : { ...state, waiting: state.waiting + 1 };
		}
		if (act === 'take' && state.invited > 0) {
			return { ...state, invited: state.invited - 1, enrolled: state.enrolled + 1 };
		}
		if (act === 'answer' && state.offered > 0) {
			return { ...state, offered: state.offered - 1, enrolled: state.enrolled + 1 };
		}
		if (act === 'leave' && state.enrolled > 0) return { ...state, enrolled: state.enrolled - 1 };
		if (act === 'let lapse' && state.invited > 0) return { ...state, invited: state.invited - 1 };
		if (act === 'lapse offer' && state.offered > 0) return { ...state, offered: state.offered - 1 };
		return state;
	}

	function offered(state: Seats): Seats {
		const count = seatsToOffer(state, rules, now);
		return { ...state, offered: state.offered + count, waiting: state.waiting - count };
	}
});
