import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { germanStates, holidayCalendar, isWorkingDay } from '#course/rules/holidays.ts';
import {
	changePlan,
	insertPause,
	moveMeeting,
	nextMeeting,
	positionAt,
	removePause,
	timetable,
	type Timetable,
	type TimetablePlan,
	unitAt,
	weeklyFormat,
} from '#course/rules/timetable.ts';
import { addCalendarDays, addDays, instantOf, minutesBetween, wallClock } from '#platform/time.ts';

const berlin = 'Europe/Berlin';

/** Mondays at six in North Rhine-Westphalia, from 7 September 2026. */
const autumn: TimetablePlan = {
	startDate: '2026-09-07',
	kickOffTime: '14:00',
	meetingTime: '18:00',
	zone: berlin,
	calendar: holidayCalendar('NW'),
	format: weeklyFormat,
	pauses: [],
	moved: [],
};
const inSummer = new Date('2026-07-01T10:00:00Z');
const at = (date: string, time: string) => instantOf(date, time, berlin);

function built(plan: TimetablePlan): Timetable {
	const outcome = timetable(plan);
	if (!outcome.ok) throw new Error(`refused: ${outcome.problem.kind}`);
	return outcome.value;
}

function changed(outcome: ReturnType<typeof moveMeeting>): TimetablePlan {
	if (!outcome.ok) throw new Error(`refused: ${outcome.problem.kind}`);
	return outcome.value;
}

const dates = (plan: TimetablePlan) => built(plan).meetings.map(({ date }) => date);

describe('a timetable', () => {
	it('has a kick-off of four hours and ten weekly meetings of ninety minutes', () => {
		const { meetings, units } = built(autumn);
		expect(meetings.map(({ date }) => date)).toEqual([
			'2026-09-07',
			'2026-09-14',
			'2026-09-21',
			'2026-09-28',
			'2026-10-05',
			'2026-10-12',
			'2026-10-19',
			'2026-10-26',
			'2026-11-02',
			'2026-11-09',
			'2026-11-16',
		]);
		expect(meetings.map(({ start, end }) => minutesBetween(start, end))).toEqual([240, ...Array(10).fill(90)]);
		expect(units).toHaveLength(10);
	});

	it('runs a unit from the end of one meeting to the end of the next', () => {
		const { units } = built(autumn);
		expect(units[0]).toEqual({ unit: 1, opens: at('2026-09-07', '18:00'), closes: at('2026-09-14', '19:30') });
		expect(units[9]).toEqual({ unit: 10, opens: at('2026-11-09', '19:30'), closes: at('2026-11-16', '19:30') });
	});

	it('keeps the time on the wall when summer time ends', () => {
		for (const meeting of built(autumn).meetings.slice(1)) {
			expect(wallClock(meeting.start, berlin).time).toBe('18:00');
		}
	});

	it('moves a meeting on a public holiday to the next working day and says so', () => {
		const easter = built({ ...autumn, startDate: '2026-03-16' });
		expect(easter.meetings[3]).toMatchObject({
			date: '2026-04-07',
			regularDate: '2026-04-06',
			placed: 'holiday',
			avoids: { name: { de: 'Ostermontag' } },
		});
		expect(easter.meetings[4]).toMatchObject({ date: '2026-04-13', placed: 'regular', avoids: null });
	});

	it('goes to the Monday when Thursday and Friday are holidays', () => {
		const plan = { ...autumn, startDate: '2026-12-03', calendar: holidayCalendar('BY') };
		expect(dates(plan).slice(2, 6)).toEqual(['2026-12-17', '2026-12-28', '2027-01-04', '2027-01-07']);
	});

	it('waits a week where days off would make a meeting overtake the next', () => {
		const name = { de: 'Betriebsruhe', en: 'Company holidays' };
		const closed = ['2026-12-21', '2026-12-22', '2026-12-23', '2026-12-28', '2026-12-29', '2026-12-30'];
		const calendar = {
			...autumn.calendar,
			extraDays: [...autumn.calendar.extraDays, ...closed.map((day) => ({ day, name }))],
		};
		const { meetings } = built({ ...autumn, startDate: '2026-12-07', calendar });
		expect(meetings.slice(0, 5).map(({ date }) => date)).toEqual([
			'2026-12-07',
			'2026-12-14',
			'2027-01-04',
			'2027-01-11',
			'2027-01-18',
		]);
	});

	it('meets on Saturdays where a cohort does, but not on holidays', () => {
		const saturdays = { ...autumn, startDate: '2026-09-19' };
		expect(dates(saturdays).slice(0, 4)).toEqual(['2026-09-19', '2026-09-26', '2026-10-05', '2026-10-10']);
	});

	it('can be a seminar of working days instead of weeks', () => {
		const seminar = { kickOffMinutes: 240, meetings: 5, meetingMinutes: 360, daysBetween: 1 };
		const plan = { ...autumn, startDate: '2026-09-30', kickOffTime: '09:00', meetingTime: '09:00', format: seminar };
		expect(dates(plan)).toEqual(['2026-09-30', '2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07']);
	});
});

describe('a pause', () => {
	it('of weeks shifts everything after and nothing before', () => {
		const plan = changed(insertPause(autumn, { afterMeeting: 4, weeks: 2 }, inSummer));
		expect(dates(plan).slice(0, 5)).toEqual(dates(autumn).slice(0, 5));
		expect(dates(plan).slice(5)).toEqual(
			dates(autumn)
				.slice(5)
				.map((date) => addCalendarDays(date, 14)),
		);
	});

	it('of dates shifts by as few weeks as lead out of it', () => {
		const plan = changed(insertPause(autumn, { from: '2026-10-12', until: '2026-10-24' }, inSummer));
		expect(dates(plan).slice(4, 7)).toEqual(['2026-10-05', '2026-10-26', '2026-11-02']);
		expect(built(plan).breaks).toEqual([{ from: at('2026-10-12', '00:00'), until: at('2026-10-25', '00:00') }]);
	});

	it('is over for a meeting that a holiday moves out of it', () => {
		const spring = { ...autumn, startDate: '2026-03-16' };
		const plan = changed(insertPause(spring, { from: '2026-03-31', until: '2026-04-06' }, new Date('2026-01-01')));
		expect(dates(plan).slice(2, 5)).toEqual(['2026-03-30', '2026-04-07', '2026-04-13']);
	});

	it('takes along what was moved by hand', () => {
		const moved = changed(moveMeeting(autumn, { meeting: 6, date: '2026-10-21', time: '17:00' }, inSummer));
		const paused = changed(insertPause(moved, { afterMeeting: 4, weeks: 1 }, inSummer));
		expect(paused.moved).toEqual([{ meeting: 6, date: '2026-10-28', time: '17:00' }]);
		const before = changed(insertPause(moved, { afterMeeting: 6, weeks: 1 }, inSummer));
		expect(before.moved).toEqual(moved.moved);
	});

	it('adds up with another at the same place, and is undone by removing it', () => {
		const once = changed(insertPause(autumn, { afterMeeting: 4, weeks: 1 }, inSummer));
		const twice = changed(insertPause(once, { afterMeeting: 4, weeks: 1 }, inSummer));
		expect(dates(twice)[5]).toBe('2026-10-26');
		expect(built(twice).breaks).toEqual([{ from: at('2026-10-05', '19:30'), until: at('2026-10-19', '19:30') }]);
		expect(dates(changed(removePause(twice, 1, inSummer)))).toEqual(dates(once));
	});

	it('is refused where a meeting moved by hand would fall into it', () => {
		const moved = changed(moveMeeting(autumn, { meeting: 5, date: '2026-10-14', time: '18:00' }, inSummer));
		expect(insertPause(moved, { from: '2026-10-13', until: '2026-10-16' }, inSummer)).toEqual({
			ok: false,
			problem: { kind: 'moved_meeting_in_pause', meeting: 5 },
		});
	});

	it('is refused before the kick-off, after the last meeting, and turned around', () => {
		const unsound = [
			{ from: '2026-09-01', until: '2026-09-08' },
			{ from: '2026-10-20', until: '2026-10-12' },
			{ afterMeeting: 10, weeks: 1 },
			{ afterMeeting: 3, weeks: 0 },
		];
		for (const pause of unsound) {
			expect(insertPause(autumn, pause, inSummer)).toMatchObject({ ok: false, problem: { kind: 'pause_invalid' } });
		}
	});

	it('is refused once the meetings it would move have begun', () => {
		const duringMeetingFive = at('2026-10-12', '18:30');
		expect(insertPause(autumn, { afterMeeting: 4, weeks: 1 }, duringMeetingFive)).toMatchObject({
			problem: { kind: 'already_begun', meeting: 5 },
		});
		expect(insertPause(autumn, { afterMeeting: 5, weeks: 1 }, duringMeetingFive).ok).toBe(true);
	});

	it('cannot be removed so that a meeting would have been yesterday', () => {
		const paused = changed(insertPause(autumn, { afterMeeting: 4, weeks: 2 }, inSummer));
		expect(removePause(paused, 0, at('2026-10-13', '09:00'))).toMatchObject({
			problem: { kind: 'in_the_past', meeting: 5 },
		});
	});
});

describe('a meeting moved by hand', () => {
	it('moves alone, and its unit and the next change with it', () => {
		const plan = changed(moveMeeting(autumn, { meeting: 3, date: '2026-09-30', time: '17:00' }, inSummer));
		const { meetings, units } = built(plan);
		expect(meetings.map(({ date }) => date).toSpliced(3, 1)).toEqual(dates(autumn).toSpliced(3, 1));
		expect(meetings[3]).toMatchObject({ placed: 'by_hand', regularDate: '2026-09-28' });
		expect(units[2]?.closes).toEqual(at('2026-09-30', '18:30'));
		expect(units[3]?.opens).toEqual(at('2026-09-30', '18:30'));
	});

	it('must stay between its neighbours', () => {
		const refusal = moveMeeting(autumn, { meeting: 3, date: '2026-10-05', time: '17:00' }, inSummer);
		expect(refusal).toEqual({
			ok: false,
			problem: {
				kind: 'not_between_neighbours',
				meeting: 3,
				after: at('2026-09-21', '19:30'),
				before: at('2026-10-05', '18:00'),
			},
		});
		expect(moveMeeting(autumn, { meeting: 3, date: '2026-10-05', time: '16:30' }, inSummer).ok).toBe(true);
		expect(moveMeeting(autumn, { meeting: 3, date: '2026-09-21', time: '19:00' }, inSummer).ok).toBe(false);
	});

	it('must not have begun nor be put into the past', () => {
		const now = at('2026-09-28', '18:00');
		expect(moveMeeting(autumn, { meeting: 3, date: '2026-09-30', time: '18:00' }, now)).toMatchObject({
			problem: { kind: 'already_begun', meeting: 3 },
		});
		expect(
			moveMeeting(autumn, { meeting: 4, date: '2026-09-28', time: '12:00' }, at('2026-09-28', '13:00')),
		).toMatchObject({
			problem: { kind: 'not_between_neighbours' },
		});
		const very = at('2026-10-01', '18:00');
		expect(moveMeeting(autumn, { meeting: 4, date: '2026-10-01', time: '18:00' }, very)).toMatchObject({
			problem: { kind: 'in_the_past', meeting: 4 },
		});
		const later = at('2026-10-02', '10:00');
		expect(moveMeeting(autumn, { meeting: 4, date: '2026-10-01', time: '18:00' }, later)).toMatchObject({
			problem: { kind: 'in_the_past', meeting: 4 },
		});
	});

	it('is a regular one again when moved back', () => {
		const there = changed(moveMeeting(autumn, { meeting: 3, date: '2026-09-30', time: '17:00' }, inSummer));
		const back = changed(moveMeeting(there, { meeting: 3, date: '2026-09-28', time: '18:00' }, inSummer));
		expect(back.moved).toEqual([]);
	});

	it('may be put on a holiday, which is shown', () => {
		const saturday = changed(moveMeeting(autumn, { meeting: 3, date: '2026-10-03', time: '11:00' }, inSummer));
		expect(built(saturday).meetings[3]?.fallsOn?.name.de).toBe('Tag der Deutschen Einheit');
	});

	it('is unknown beyond the last', () => {
		expect(moveMeeting(autumn, { meeting: 11, date: '2026-12-01', time: '18:00' }, inSummer)).toEqual({
			ok: false,
			problem: { kind: 'no_such_meeting', meeting: 11 },
		});
	});
});

describe('a plan changed as a whole', () => {
	it('may start at another date while nothing has begun', () => {
		expect(changePlan(autumn, { ...autumn, startDate: '2026-09-14' }, inSummer).ok).toBe(true);
		expect(changePlan(autumn, { ...autumn, startDate: '2026-09-14' }, at('2026-09-07', '14:00'))).toMatchObject({
			problem: { kind: 'already_begun', meeting: 0 },
		});
	});
});

describe('where a cohort stands', () => {
	const plan = changed(insertPause(autumn, { afterMeeting: 3, weeks: 1 }, inSummer));
	const course = built(plan);

	it('goes from before the kick-off through units and a pause to after the last meeting', () => {
		const kinds = [
			at('2026-09-07', '13:59'),
			at('2026-09-07', '14:00'),
			at('2026-09-07', '18:00'),
			at('2026-09-28', '19:29'),
			at('2026-09-28', '19:30'),
			at('2026-10-05', '19:30'),
			at('2026-11-23', '19:29'),
			at('2026-11-23', '19:30'),
		].map((now) => positionAt(course, now));
		expect(kinds).toEqual([
			{ kind: 'before_kick_off', startsAt: at('2026-09-07', '14:00') },
			{ kind: 'kick_off' },
			{ kind: 'unit', unit: 1 },
			{ kind: 'unit', unit: 3 },
			{ kind: 'pause', unit: 4, until: at('2026-10-05', '19:30') },
			{ kind: 'unit', unit: 4 },
			{ kind: 'unit', unit: 10 },
			{ kind: 'after_last' },
		]);
	});

	it('leaves groups and shift of a unit in force during its pause', () => {
		expect(unitAt(course, at('2026-10-01', '12:00'))).toBe(4);
		expect(unitAt(course, at('2026-09-07', '15:00'))).toBeNull();
		expect(unitAt(course, at('2026-12-01', '12:00'))).toBeNull();
	});

	it('knows the meeting that is going on or comes next', () => {
		expect(nextMeeting(course, at('2026-09-14', '19:29'))?.meeting).toBe(1);
		expect(nextMeeting(course, at('2026-09-14', '19:30'))?.meeting).toBe(2);
		expect(nextMeeting(course, at('2026-12-01', '12:00'))).toBeNull();
	});
});

describe('whatever the plan', () => {
	const day = fc.integer({ min: 0, max: 3500 }).map((offset) => addCalendarDays('2025-01-01', offset));
	const format = fc.record({
		kickOffMinutes: fc.constantFrom(120, 240),
		meetings: fc.integer({ min: 1, max: 12 }),
		meetingMinutes: fc.constantFrom(60, 90, 180),
		daysBetween: fc.constantFrom(1, 3, 7, 14),
	});
	const plans = fc
		.record({
			startDate: day,
			format,
			state: fc.constantFrom(...germanStates),
			time: fc.constantFrom('08:00', '14:00', '18:30'),
		})
		.chain(({ startDate, format, state, time }) => {
			const weeks = fc.record({
				afterMeeting: fc.integer({ min: 0, max: format.meetings - 1 }),
				weeks: fc.integer({ min: 1, max: 4 }),
			});
			const range = fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 20 })).map(([after, days]) => ({
				from: addCalendarDays(startDate, after),
				until: addCalendarDays(startDate, after + days),
			}));
			return fc.array(fc.oneof(weeks, range), { maxLength: 3 }).map((pauses): TimetablePlan => ({
				startDate,
				kickOffTime: time,
				meetingTime: time,
				zone: berlin,
				calendar: holidayCalendar(state),
				format,
				pauses,
				moved: [],
			}));
		});

	it('meetings follow one another, units join without gap, and none is on a day off', () => {
		fc.assert(
			fc.property(plans, (plan) => {
				const { meetings, units } = built(plan);
				expect(meetings).toHaveLength(plan.format.meetings + 1);
				for (const [n, meeting] of meetings.entries()) {
					const previous = meetings[n - 1];
					if (previous) expect(meeting.date > previous.date && meeting.start >= previous.end).toBe(true);
					if (meeting.placed === 'holiday') expect(isWorkingDay(meeting.date, plan.calendar)).toBe(true);
					expect(wallClock(meeting.start, berlin).time).toBe(meeting.time);
				}
				for (const [n, unit] of units.entries()) {
					expect(unit.opens).toEqual(meetings[n]?.end);
					expect(unit.closes).toEqual(meetings[n + 1]?.end);
				}
			}),
			{ numRuns: 150 },
		);
	});

	it('no meeting falls into a pause', () => {
		fc.assert(
			fc.property(plans, (plan) => {
				const { meetings, breaks } = built(plan);
				for (const { start } of meetings.slice(1)) {
					expect(breaks.some(({ from, until }) => from <= start && start < until)).toBe(false);
				}
			}),
			{ numRuns: 150 },
		);
	});

	it('a change leaves everything that has begun where it was', () => {
		fc.assert(
			fc.property(
				plans,
				fc.integer({ min: 0, max: 80 }),
				fc.integer({ min: 0, max: 11 }),
				(plan, days, afterMeeting) => {
					const before = built(plan);
					const kickOff = before.meetings[0]?.start ?? new Date(0);
					const now = addDays(kickOff, days, berlin);
					const outcome = insertPause(plan, { afterMeeting, weeks: 2 }, now);
					if (!outcome.ok) return;
					const after = built(outcome.value);
					for (const [n, meeting] of before.meetings.entries()) {
						if (meeting.start <= now) expect(after.meetings[n]?.start).toEqual(meeting.start);
						else expect(after.meetings[n]?.start.getTime()).toBeGreaterThanOrEqual(meeting.start.getTime());
					}
				},
			),
			{ numRuns: 150 },
		);
	});
});
