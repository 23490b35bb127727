import { describe, expect, it } from 'vitest';
import { type Attendance, attendedMinutes, isAttended } from '#course/rules/attendance.ts';

const at = (time: string) => new Date(`2026-09-14T${time}:00Z`);
const meeting = { from: at('16:00'), until: at('17:30') };
const nextDay = new Date('2026-09-15T09:00:00Z');
const attendance = (change: Partial<Attendance>): Attendance => ({
	meeting,
	stays: [],
	correctedMinutes: null,
	...change,
});

describe('attendance', () => {
	it('counts from checking in to checking out, within the meeting only', () => {
		const stays = [
			{ from: at('15:30'), until: at('16:20') },
			{ from: at('17:00'), until: at('18:00') },
		];
		expect(attendedMinutes(attendance({ stays }), nextDay)).toBe(20 + 30);
	});

	it('lasts to the end for whoever did not check out, and to now while the meeting goes on', () => {
		const stays = [{ from: at('16:10'), until: null }];
		expect(attendedMinutes(attendance({ stays }), nextDay)).toBe(80);
		expect(attendedMinutes(attendance({ stays }), at('16:40'))).toBe(30);
		expect(attendedMinutes(attendance({ stays }), at('16:05'))).toBe(0);
	});

	it('is what the companion says after a correction', () => {
		const stays = [{ from: at('16:00'), until: null }];
		expect(attendedMinutes(attendance({ stays, correctedMinutes: 0 }), nextDay)).toBe(0);
		expect(attendedMinutes(attendance({ correctedMinutes: 90 }), nextDay)).toBe(90);
	});

	const rule = { minutes: 60, length: 90 };

	it('counts as attended from sixty minutes on', () => {
		const leaving = (until: Date) => attendance({ stays: [{ from: at('16:00'), until }] });
		expect(isAttended(leaving(at('17:00')), rule, nextDay)).toBe(true);
		expect(isAttended(leaving(new Date('2026-09-14T16:59:59Z')), rule, nextDay)).toBe(false);
		expect(isAttended(attendance({}), rule, nextDay)).toBe(false);
	});

	it('asks for two thirds of a whole day in the classroom', () => {
		const day = { from: at('09:00'), until: at('15:30') };
		const leaving = (until: Date) => attendance({ meeting: day, stays: [{ from: at('09:00'), until }] });
		expect(isAttended(leaving(at('13:20')), rule, nextDay)).toBe(true);
		expect(isAttended(leaving(at('13:19')), rule, nextDay)).toBe(false);
	});
});
