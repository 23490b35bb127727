import { expect, test } from 'vitest';
import { weekState, type OwnExam, type WeekFacts } from '#course/rules/week-state.ts';

const day = (number: number) => new Date(Date.UTC(2026, 8, 7 + number, 15));
const facts: WeekFacts = {
	cancelled: false,
	archived: false,
	enrolled: true,
	application: null,
	kickOffEnd: day(0),
	courseEnds: day(70),
	unit: null,
	pauseUntil: null,
	exams: [],
	examOpensAt: null,
	retakes: 1,
};
const exam = (changes: Partial<OwnExam> = {}): OwnExam => ({
	id: 'main',
	kind: 'main',
	opensAt: day(80),
	endsAt: day(83),
	releasedAt: null,
	passed: null,
	...changes,
});
const state = (changes: Partial<WeekFacts>, at: Date) => weekState({ ...facts, ...changes }, at);
const applicant = (application: WeekFacts['application']) => state({ enrolled: false, application }, day(-20));

test('an applicant has applied, waits, or is invited', () => {
	expect(applicant({ state: 'received', position: null })).toEqual({ kind: 'applied' });
	expect(applicant({ state: 'waitlisted', position: 2 })).toEqual({ kind: 'waitlisted', position: 2, offered: false });
	expect(applicant({ state: 'offered', position: 1 })).toMatchObject({ kind: 'waitlisted', offered: true });
	expect(applicant({ state: 'accepted', position: null })).toEqual({ kind: 'accepted', enrolled: false });
	expect(applicant(null)).toBeNull();
});
test('before the end of the kick-off an enrolled person is accepted', () => {
	expect(state({}, day(-1))).toEqual({ kind: 'accepted', enrolled: true });
});
test('in a unit, or between units while the course rests', () => {
	expect(state({ unit: 4 }, day(24))).toEqual({ kind: 'unit', unit: 4 });
	expect(state({ unit: 5, pauseUntil: day(40) }, day(30))).toEqual({ kind: 'pause', unit: 5, until: day(40) });
});
test('after the last meeting the exam lies ahead, or has opened without somebody', () => {
	expect(state({}, day(70))).toEqual({ kind: 'before_exam', missed: false, opensAt: null });
	expect(state({ exams: [exam()], examOpensAt: day(80) }, day(71))).toMatchObject({ opensAt: day(80), missed: false });
	expect(state({ examOpensAt: day(80) }, day(81))).toEqual({ kind: 'before_exam', missed: true, opensAt: null });
});
test('the exam runs to the second, then the result is awaited until it is released', () => {
	const exams = [exam()];
	expect(state({ exams }, day(80))).toEqual({ kind: 'exam', examId: 'main', endsAt: day(83), retake: false });
	expect(state({ exams }, day(83))).toEqual({ kind: 'awaiting_result', retake: false });
	const released = [exam({ releasedAt: day(90), passed: true })];
	expect(state({ exams: released }, day(89))).toEqual({ kind: 'awaiting_result', retake: false });
	expect(state({ exams: released }, day(90))).toEqual({ kind: 'passed', examId: 'main' });
});
test('whoever fails has one retake', () => {
	const failed = exam({ releasedAt: day(90), passed: false });
	expect(state({ exams: [failed] }, day(91))).toEqual({
		kind: 'failed',
		examId: 'main',
		retakeOpen: true,
		retakeAt: null,
	});
	const retake = exam({ id: 'retake', kind: 'retake', opensAt: day(100), endsAt: day(103) });
	expect(state({ exams: [failed, retake] }, day(95))).toMatchObject({ retakeOpen: true, retakeAt: day(100) });
	expect(state({ exams: [failed, retake] }, day(101))).toMatchObject({ kind: 'exam', retake: true });
	const twice = [failed, { ...retake, releasedAt: day(110), passed: false }];
	expect(state({ exams: twice }, day(111))).toMatchObject({ kind: 'failed', examId: 'retake', retakeOpen: false });
});
test('the archive says how it went, unless an exam is open, running or being marked', () => {
	const passed = [exam({ releasedAt: day(90), passed: true })];
	expect(state({ archived: true, exams: passed }, day(120))).toEqual({
		kind: 'archived',
		examId: 'main',
		passed: true,
	});
	expect(state({ archived: true }, day(120))).toEqual({ kind: 'archived', examId: null, passed: null });
	const failed = [exam({ releasedAt: day(90), passed: false })];
	expect(state({ archived: true, exams: failed }, day(120))).toMatchObject({ kind: 'failed', retakeOpen: true });
	const late = [exam({ id: 'late', kind: 'retake', opensAt: day(100), endsAt: day(103) })];
	expect(state({ archived: true, exams: late }, day(110))).toEqual({ kind: 'awaiting_result', retake: true });
});
test('a cancelled cohort says so to whoever was in it', () => {
	expect(state({ cancelled: true }, day(3))).toEqual({ kind: 'cancelled' });
	expect(state({ cancelled: true, enrolled: false }, day(3))).toBeNull();
});
