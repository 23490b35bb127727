import { done, type Outcome, refused } from '#course/rules/outcome.ts';
import { randomFrom } from '#course/rules/seed.ts';

export interface ExamCase {
	id: string;
	/** Cases that ship with the product are for practice and demo; real ones were entered by the provider. */
	kind: 'practice' | 'real';
	language: 'de' | 'en';
	retired: boolean;
}

/** An exam or retake of the provider for which a case was used. */
export interface CaseUse {
	caseId: string;
	cohortId: string;
}

export interface CaseWish {
	cases: readonly ExamCase[];
	/** All uses by the cohorts of this provider, retakes included; exams called off before opening left out. */
	uses: readonly CaseUse[];
	cohortId: string;
	language: 'de' | 'en';
	/** Whether this instance is a demo, where cases for practice may be used. */
	demo: boolean;
}

/** Why a case cannot be had for an exam of a cohort. */
export type CaseProblem =
	| { kind: 'retired' }
	| { kind: 'for_practice_only' }
	| { kind: 'other_language' }
	/** The cohort had it before: a retake gets a new one. */
	| { kind: 'used_by_this_cohort' }
	| { kind: 'used_by_another_cohort' };

/** Why a case cannot be had, or null: never one that a cohort of the same provider had before (house rule). */
export function caseProblem(candidate: ExamCase, { uses, cohortId, language, demo }: CaseWish): CaseProblem | null {
	if (candidate.retired) return { kind: 'retired' };
	if (candidate.kind === 'practice' && !demo) return { kind: 'for_practice_only' };
	if (candidate.language !== language) return { kind: 'other_language' };
	const used = uses.filter(({ caseId }) => caseId === candidate.id);
	if (used.some((use) => use.cohortId === cohortId)) return { kind: 'used_by_this_cohort' };
	return used.length > 0 ? { kind: 'used_by_another_cohort' } : null;
}

/** The cases that can be had, in the order given. */
export function availableCases(wish: CaseWish): ExamCase[] {
	return wish.cases.filter((candidate) => caseProblem(candidate, wish) === null);
}

/** One of the cases that can be had, drawn by lot, real ones before those for practice. */
export function chooseCase(wish: CaseWish, seed: string | number): Outcome<ExamCase, { kind: 'no_case_left' }> {
	const available = availableCases(wish);
	const real = available.filter(({ kind }) => kind === 'real');
	const pot = real.length > 0 ? real : available;
	const drawn = pot[Math.floor(randomFrom(seed)() * pot.length)];
	return drawn ? done(drawn) : refused({ kind: 'no_case_left' });
}
