import type { PaperKind } from '#exam/rules/hand-in.ts';
import { addDays } from '#platform/time.ts';

/**
 * The rules of marking; data of the course. The house's own: 40, 35 and 25 per cent; 60 per cent overall and 50 in the
 * individual part; a difference over 15 points unsettled for 5 days goes to a third examiner; 14 days for an objection;
 * one retake.
 */
export interface MarkingRules {
	/** Percentages that add up to 100. */
	weights: Record<PaperKind, number>;
	pass: { overall: number; individual: number };
	/** Points of 100; a difference of exactly so many needs no settling. */
	thirdExaminerDifference: number;
	settleDays: number;
	inspectionDays: number;
	retakes: number;
}

/** The rules of the house. */
export const houseMarkingRules: MarkingRules = {
	weights: { group: 40, case: 35, reflection: 25 },
	pass: { overall: 60, individual: 50 },
	thirdExaminerDifference: 15,
	settleDays: 5,
	inspectionDays: 14,
	retakes: 1,
};

/**
 * Points as they are shown and reckoned with: 0 to 100 with one decimal, halves upwards. All figures of a result are
 * rounded so, and passing is decided on the rounded figure, so that what stands on the page is what decided: 59.95 is
 * shown as 60.0 and is a pass, 59.94 is shown as 59.9 and is none.
 */
export function rounded(points: number): number {
	// a billionth against 59.95 being stored as 59.949999…
	return Math.floor(points * 10 + 0.5 + 1e-9) / 10;
}

/**
 * Points of a paper from the levels chosen for its criteria: the mean of the levels' points, all criteria weighing the
 * same. `levels` gives for each criterion the place of its level, from 0; null while one is missing.
 * @throws RangeError when a level does not exist
 */
export function rubricPoints(
	criteria: readonly string[],
	levels: Readonly<Record<string, number>>,
	levelPoints: readonly number[],
): number | null {
	const points: number[] = [];
	for (const criterion of criteria) {
		const level = levels[criterion];
		if (level === undefined) return null;
		const each = levelPoints[level];
		if (each === undefined) throw new RangeError(`no level ${level} of ${criterion}`);
		points.push(each);
	}
	return points.length === 0 ? null : mean(points);
}

/** Whether a number typed by an examiner can be points: 0 to 100 with at most one decimal. */
export function arePoints(points: number): boolean {
	return points >= 0 && points <= 100 && rounded(points) === points;
}

/** The marks of one paper. An examiner's points are null until submitted. */
export interface PaperMarks {
	/** Two examiners, blind to each other until both have submitted. */
	first: number | null;
	second: number | null;
	third: number | null;
	/** When the second of the two submitted; null before. */
	bothInAt: Date | null;
}

export type Settlement =
	/** So many of the two marks are still to come. */
	| { kind: 'waiting'; missing: 1 | 2 }
	/** The two agree closely enough; the mark is their mean. */
	| { kind: 'agreed'; points: number }
	/** They differ too much and may still settle it. */
	| { kind: 'differing'; difference: number; settleBy: Date }
	/** They did not settle it; a third examiner is to decide. */
	| { kind: 'third_needed'; difference: number; since: Date }
	/** The third examiner has decided. */
	| { kind: 'third_decided'; points: number };

/**
 * Where the marking of a paper stands. The mark is the mean of two; if they differ by more than the rules allow, the
 * examiners have so many calendar days from the second submission to settle it, to the time on the clock in `zone`;
 * then a third examiner decides alone, and no later settling of the two takes that away.
 */
export function settlement(marks: PaperMarks, rules: MarkingRules, zone: string, now: Date): Settlement {
	const { first, second, third, bothInAt } = marks;
	if (first === null || second === null || bothInAt === null) {
		return { kind: 'waiting', missing: first === null && second === null ? 2 : 1 };
	}
	if (third !== null) return { kind: 'third_decided', points: rounded(third) };
	const difference = rounded(Math.abs(first - second));
	if (difference <= rules.thirdExaminerDifference) return { kind: 'agreed', points: mean([first, second]) };
	const settleBy = addDays(bothInAt, rules.settleDays, zone);
	return now < settleBy
		? { kind: 'differing', difference, settleBy }
		: { kind: 'third_needed', difference, since: settleBy };
}

/** Whether one of the two may change points: while marks are missing or differing, before a third is called. */
export function mayRevise(marks: PaperMarks, rules: MarkingRules, zone: string, now: Date): boolean {
	const { kind } = settlement(marks, rules, zone, now);
	return kind === 'waiting' || kind === 'differing';
}

/** The points of a person's three papers; a paper that was not handed in has 0. */
export type PaperPoints = Record<PaperKind, number>;

export interface ExamResult {
	points: PaperPoints;
	/** The weighted mean of the three papers. */
	overall: number;
	/** The weighted mean of the two individual papers. */
	individual: number;
	passed: boolean;
	/** Which of the two thresholds were missed. */
	missed: ('overall' | 'individual')[];
}

/** The result of a person: passed with 60 per cent overall and 50 in the individual part (house rule). */
export function examResult(points: PaperPoints, { weights, pass }: Pick<MarkingRules, 'weights' | 'pass'>): ExamResult {
	const overall = weighted(points, weights, ['group', 'case', 'reflection']);
	const individual = weighted(points, weights, ['case', 'reflection']);
	const missed: ExamResult['missed'] = [];
	if (overall < pass.overall) missed.push('overall');
	if (individual < pass.individual) missed.push('individual');
	return { points, overall, individual, passed: missed.length === 0, missed };
}

/** The result of a retake: both individual papers anew, and the group's mark of the first exam stands (house rule). */
export function retakeResult(first: PaperPoints, retake: Omit<PaperPoints, 'group'>, rules: MarkingRules): ExamResult {
	return examResult({ group: first.group, case: retake.case, reflection: retake.reflection }, rules);
}

/** How an attempt of a person at the exam ended; `withdrawn` is for cause, such as illness, and granted. */
export type Attempt = 'passed' | 'failed' | 'withdrawn';

export type NextAttempt =
	{ may: true; kind: 'main' | 'retake' } | { may: false; why: 'passed_already' | 'no_attempt_left' };

/** Whether a person may sit the exam, and which: one retake after a failure; withdrawal for cause uses nothing up. */
export function nextAttempt(attempts: readonly Attempt[], { retakes }: Pick<MarkingRules, 'retakes'>): NextAttempt {
	if (attempts.includes('passed')) return { may: false, why: 'passed_already' };
	const failures = attempts.filter((attempt) => attempt === 'failed').length;
	if (failures > retakes) return { may: false, why: 'no_attempt_left' };
	return { may: true, kind: failures === 0 ? 'main' : 'retake' };
}

/** The last instant for an objection to a result, and for looking into the marked papers. */
export function objectionUntil(
	releasedAt: Date,
	{ inspectionDays }: Pick<MarkingRules, 'inspectionDays'>,
	zone: string,
): Date {
	return addDays(releasedAt, inspectionDays, zone);
}

export type ObjectionProblem = { kind: 'too_late'; until: Date } | { kind: 'objected_already' };

/** Why no objection is possible, or null: there is one for each result, within the days for it (house rule). */
export function objectionProblem(raised: number, until: Date, now: Date): ObjectionProblem | null {
	if (raised > 0) return { kind: 'objected_already' };
	return now > until ? { kind: 'too_late', until } : null;
}

function weighted(points: PaperPoints, weights: Record<PaperKind, number>, papers: readonly PaperKind[]): number {
	const weight = papers.reduce((sum, paper) => sum + weights[paper], 0);
	return rounded(papers.reduce((sum, paper) => sum + weights[paper] * points[paper], 0) / weight);
}

function mean(points: readonly number[]): number {
	return rounded(points.reduce((sum, each) => sum + each, 0) / points.length);
}
