import { describe, expect, it } from 'vitest';
import { holidayCalendar } from '#course/rules/holidays.ts';
import {
	insertPause,
	moveMeeting,
	timetable,
	weeklyFormat,
	type DeliveryFormat,
	type Timetable,
	type TimetablePlan,
} from '#course/rules/timetable.ts';
import { addCalendarDays, instantOf, minutesBetween, wallClock } from '#platform/time.ts';

const berlin = 'Europe/Berlin';
const inSummer = new Date('2026-07-01T10:00:00Z');
const at = (date: string, time: string) => instantOf(date, time, berlin);

/** A first day on site that goes on with unit 1, a second on the day of meeting 6 that goes on with unit 7. */
const blended: DeliveryFormat = {
	...weeklyFormat,
	seminarDays: [
		{ meeting: 0, time: '09:00', minutes: 240, work: { minutes: 240, pause: 60 } },
		{ meeting: 6, time: '09:00', minutes: 210, work: { minutes: 270, pause: 60 } },
	],
};
const classroom: DeliveryFormat = { kickOffMinutes: 240, meetings: 10, meetingMinutes: 390, daysBetween: 7 };
const selfPaced: DeliveryFormat = {
	kickOffMinutes: 120,
	meetings: 0,
	meetingMinutes: 0,
	daysBetween: 7,
	ownPace: { units: 10, days: 70 },
};

/** From Monday, 7 September 2026, in Hesse. */
const plan = (format: DeliveryFormat, changes: Partial<TimetablePlan> = {}): TimetablePlan => ({
	startDate: '2026-09-07',
	kickOffTime: '09:00',
	meetingTime: '17:00',
	zone: berlin,
	calendar: holidayCalendar('HE'),
	format,
	pauses: [],
	moved: [],
	...changes,
});

function built(of: TimetablePlan): Timetable {
	const outcome = timetable(of);
	if (!outcome.ok) throw new Error(`refused: ${outcome.problem.kind}`);
	return outcome.value;
}

function changed(outcome: ReturnType<typeof moveMeeting>): TimetablePlan {
	if (!outcome.ok) throw new Error(`refused: ${outcome.problem.kind}`);
	return outcome.value;
}

describe('a course with two seminar days', () => {
	it('begins unit 1 on the afternoon of the kick-off and unit 7 on that of meeting 6', () => {
		const { meetings, work, units } = built(plan(blended));
		expect([meetings[0]?.start, meetings[0]?.end]).toEqual([at('2026-09-07', '09:00'), at('2026-09-07', '13:00')]);
		expect(work[0]).toEqual({ afterMeeting: 0, start: at('2026-09-07', '14:00'), end: at('2026-09-07', '18:00') });
		expect([meetings[6]?.start, meetings[6]?.end]).toEqual([at('2026-10-19', '09:00'), at('2026-10-19', '12:30')]);
		expect(work[1]).toEqual({ afterMeeting: 6, start: at('2026-10-19', '13:30'), end: at('2026-10-19', '18:00') });
		expect(units[0]).toEqual({ unit: 1, opens: at('2026-09-07', '13:00'), closes: at('2026-09-14', '18:30') });
		expect(units[6]?.opens).toEqual(at('2026-10-19', '12:30'));
		expect(meetings).toHaveLength(11);
	});

	it('meets online in between, at the same time on the clock in summer and in winter', () => {
		const { meetings } = built(plan(blended));
		const online = meetings.filter(({ meeting }) => meeting !== 0 && meeting !== 6);
		expect(online.map(({ start }) => wallClock(start, berlin).time)).toEqual(Array(9).fill('17:00'));
		expect(online.every(({ start, end }) => minutesBetween(start, end) === 90)).toBe(true);
	});

	it('moves a seminar day with all that belongs to it off a holiday, into a pause’s wake and by hand', () => {
		// Meeting 6 would be on Easter Monday, 29 March 2027.
		const spring = built(plan(blended, { startDate: '2027-02-15' }));
		expect(spring.meetings[6]).toMatchObject({ date: '2027-03-30', placed: 'holiday' });
		expect(spring.work[1]?.start).toEqual(at('2027-03-30', '13:30'));
		const paused = built(changed(insertPause(plan(blended), { afterMeeting: 4, weeks: 2 }, inSummer)));
		expect(paused.work[1]?.start).toEqual(at('2026-11-02', '13:30'));
		const moved = changed(moveMeeting(plan(blended), { meeting: 6, date: '2026-10-20', time: '10:00' }, inSummer));
		expect(built(moved).work[1]?.start).toEqual(at('2026-10-20', '14:30'));
		const back = changed(moveMeeting(moved, { meeting: 6, date: '2026-10-19', time: '09:00' }, inSummer));
		expect(back.moved).toEqual([]);
	});

	it('lets no meeting begin while the work of the day before still goes on', () => {
		const early = moveMeeting(plan(blended), { meeting: 1, date: '2026-09-07', time: '17:00' }, inSummer);
		expect(early).toMatchObject({ ok: false, problem: { kind: 'not_between_neighbours', meeting: 1 } });
	});
});

describe('a course in the classroom', () => {
	it('concludes each unit with the end of a whole day', () => {
		const { meetings, units, work } = built(plan(classroom, { kickOffTime: '13:00', meetingTime: '09:00' }));
		expect(work).toEqual([]);
		expect([meetings[3]?.start, meetings[3]?.end]).toEqual([at('2026-09-28', '09:00'), at('2026-09-28', '15:30')]);
		expect(units[3]).toEqual({ unit: 4, opens: at('2026-09-28', '15:30'), closes: at('2026-10-05', '15:30') });
	});

	it('keeps holidays free and rests in a pause, as weekly meetings do', () => {
		const days = built(plan(classroom, { startDate: '2026-09-05', meetingTime: '09:00' })).meetings;
		// The Day of German Unity, 3 October 2026, is a Saturday.
		expect(days[4]).toMatchObject({ regularDate: '2026-10-03', date: '2026-10-05', placed: 'holiday' });
		const paused = built(changed(insertPause(plan(classroom), { afterMeeting: 5, weeks: 1 }, inSummer)));
		expect(paused.meetings[6]?.date).toBe('2026-10-26');
		expect(paused.breaks).toHaveLength(1);
	});

	it('can be held on consecutive working days', () => {
		const daily = built(plan({ ...classroom, daysBetween: 1 }, { meetingTime: '09:00' }));
		expect(daily.meetings.map(({ date }) => date).slice(0, 7)).toEqual([
			'2026-09-07',
			'2026-09-08',
			'2026-09-09',
			'2026-09-10',
			'2026-09-11',
			'2026-09-14',
			'2026-09-15',
		]);
	});
});

describe('a course at one’s own pace', () => {
	it('has a kick-off and no other meeting; all units are open until two days before the exam', () => {
		const { meetings, units, ends, examDate, breaks } = built(plan(selfPaced));
		expect(meetings.map(({ kind }) => kind)).toEqual(['kick_off']);
		expect(examDate).toBe('2026-11-18');
		// The clock goes back in between; the units close at five all the same.
		expect(ends).toEqual(at('2026-11-16', '17:00'));
		expect(units).toHaveLength(10);
		for (const unit of units) expect(unit).toMatchObject({ opens: at('2026-09-07', '11:00'), closes: ends });
		expect(breaks).toEqual([]);
	});

	it('has its exam on a working day', () => {
		// Ten weeks and two days after 15 October are Christmas Eve, which is kept free, and then Christmas.
		const calendar = {
			...holidayCalendar('HE'),
			extraDays: [{ day: '12-24', name: { de: 'Heiligabend', en: 'Eve' } }],
		};
		const { examDate } = built(plan(selfPaced, { startDate: '2026-10-13', calendar }));
		expect(examDate).toBe('2026-12-28');
	});

	it('keeps the day of the exam that was chosen, whatever else moves', () => {
		const chosen = plan(selfPaced, { examDate: '2026-12-01' });
		expect(built(chosen).ends).toEqual(at('2026-11-29', '17:00'));
		const moved = changed(moveMeeting(chosen, { meeting: 0, date: '2026-09-10', time: '10:00' }, inSummer));
		expect(built(moved).examDate).toBe('2026-12-01');
		expect(built(moved).units[0]?.opens).toEqual(at('2026-09-10', '12:00'));
	});

	it('leaves four weeks at least, and has no pauses', () => {
		const soon = timetable(plan(selfPaced, { examDate: '2026-10-01' }));
		expect(soon).toMatchObject({ ok: false, problem: { kind: 'exam_too_early', earliest: '2026-10-07' } });
		expect(built(plan(selfPaced, { examDate: '2026-10-07' })).examDate).toBe('2026-10-07');
		const late = moveMeeting(
			plan(selfPaced, { examDate: '2026-10-07' }),
			{ meeting: 0, date: '2026-09-20', time: '10:00' },
			inSummer,
		);
		expect(late).toMatchObject({ ok: false, problem: { kind: 'exam_too_early' } });
		const paused = insertPause(plan(selfPaced), { afterMeeting: 0, weeks: 1 }, inSummer);
		expect(paused).toMatchObject({ ok: false, problem: { kind: 'pause_invalid' } });
	});
});

it('every format is done with its last unit at the end of the course', () => {
	for (const format of [weeklyFormat, blended, classroom, selfPaced]) {
		const { units, ends } = built(plan(format));
		expect(units).toHaveLength(10);
		expect(units.at(-1)?.closes).toEqual(ends);
		expect(ends > at(addCalendarDays('2026-09-07', 68), '00:00')).toBe(true);
	}
});
