import { expect, test } from 'vitest';
import { homeOf, type Offices } from './home.ts';

const nobody: Offices = {
	communities: [],
	organiser: false,
	examiner: false,
	administrator: false,
	governs: [],
	sitting: null,
	failed: null,
};
const room = (id: string, archived = false) => ({ id, archived });

test('whoever is in one community begins there, in several with the choice', () => {
	expect(homeOf({ ...nobody, communities: [room('a'), room('old', true)] })).toBe('/c/a');
	expect(homeOf({ ...nobody, communities: [room('a'), room('b')] })).toBeNull();
	expect(homeOf(nobody)).toBeNull();
});

test('an office leads to where its work stands', () => {
	expect(homeOf({ ...nobody, organiser: true, communities: [room('a')] })).toBe('/cohorts');
	expect(homeOf({ ...nobody, examiner: true, communities: [room('old', true)] })).toBe('/marking');
	expect(homeOf({ ...nobody, administrator: true })).toBe('/admin');
});

test('an administrator who is in a community begins there', () => {
	expect(homeOf({ ...nobody, administrator: true, communities: [room('a')] })).toBe('/c/a');
});

test('whoever has an exam ahead after the course is over begins with it, wherever else there is to go', () => {
	const late = { ...nobody, sitting: 'retake', communities: [room('old', true)] };
	expect(homeOf(late)).toBe('/exams/retake');
	expect(homeOf({ ...late, communities: [room('a'), room('old', true)] })).toBe('/exams/retake');
	expect(homeOf({ ...late, organiser: true })).toBe('/cohorts');
});

test('whoever failed and may try again begins with the result, unless there is a community to be in', () => {
	const failed = { ...nobody, failed: 'main', communities: [room('old', true)] };
	expect(homeOf(failed)).toBe('/exams/main/result');
	expect(homeOf({ ...failed, sitting: 'retake' })).toBe('/exams/retake');
	expect(homeOf({ ...failed, communities: [room('a'), room('old', true)] })).toBe('/c/a');
	expect(homeOf({ ...failed, organiser: true })).toBe('/cohorts');
});
