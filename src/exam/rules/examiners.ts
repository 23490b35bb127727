import { done, type Outcome, refused } from '#course/rules/outcome.ts';
import { type Random, randomFrom, shuffled } from '#course/rules/seed.ts';

/** What of a cohort decides who may mark its papers. */
export interface MarkedCohort {
	/** Everybody who ever accompanied the cohort, also those whose assignment has ended. */
	companions: readonly string[];
	/** Everybody whose papers are marked. */
	candidates: readonly string[];
	/** Examiners who may mark although they accompanied the cohort, with the reason on record. */
	exceptions: readonly { examiner: string; reason: string }[];
}

export type Admission = { may: true; exception: string | null } | { may: false; why: 'candidate' | 'accompanied' };

/**
 * Whether somebody may mark papers of a cohort: not their own exam, and nobody who accompanied the cohort, unless an
 * exception is on record, which is to be shown with the marks (house rule).
 */
export function mayMark(examiner: string, { companions, candidates, exceptions }: MarkedCohort): Admission {
	if (candidates.includes(examiner)) return { may: false, why: 'candidate' };
	if (!companions.includes(examiner)) return { may: true, exception: null };
	const exception = exceptions.find((each) => each.examiner === examiner && each.reason.trim() !== '');
	return exception ? { may: true, exception: exception.reason } : { may: false, why: 'accompanied' };
}

/** An examiner with the number of papers that are on this person's desk already. */
export interface Desk {
	examiner: string;
	load: number;
}

/** A paper with the two who mark it. */
export interface Assignment {
	paper: string;
	examiners: [string, string];
}

export type TooFewExaminers = { kind: 'too_few_examiners'; available: number; needed: number };

/**
 * Two examiners for each paper, the work spread as evenly as it goes and the pairs varied, the same for the same seed.
 * Hand in only examiners who may mark.
 */
export function assignExaminers(
	papers: readonly string[],
	desks: readonly Desk[],
	seed: string | number,
): Outcome<Assignment[], TooFewExaminers> {
	const random = randomFrom(seed);
	const loads = new Map(desks.map(({ examiner, load }) => [examiner, load]));
	if (loads.size < 2) return refused({ kind: 'too_few_examiners', available: loads.size, needed: 2 });
	const met = new Map<string, number>();
	const assigned = new Map<string, [string, string]>();
	for (const paper of shuffled(papers, random)) {
		const pair = nextPair(loads, met, random);
		assigned.set(paper, pair);
		for (const examiner of pair) loads.set(examiner, (loads.get(examiner) ?? 0) + 1);
		met.set(pairKey(pair), (met.get(pairKey(pair)) ?? 0) + 1);
	}
	return done(
		papers.flatMap((paper) => {
			const examiners = assigned.get(paper);
			return examiners ? [{ paper, examiners }] : [];
		}),
	);
}

/** Somebody to decide on a paper: not one of those who marked it, and the one with least on the desk. */
export function furtherExaminer(
	markedBy: readonly string[],
	desks: readonly Desk[],
	seed: string | number,
): Outcome<string, TooFewExaminers> {
	const free = shuffled(desks, randomFrom(seed)).filter(({ examiner }) => !markedBy.includes(examiner));
	const [first] = free.toSorted((a, b) => a.load - b.load);
	return first ? done(first.examiner) : refused({ kind: 'too_few_examiners', available: 0, needed: 1 });
}

/** The least loaded examiner, and of the next least loaded the one who has marked least with that person. */
function nextPair(
	loads: ReadonlyMap<string, number>,
	met: ReadonlyMap<string, number>,
	random: Random,
): [string, string] {
	const order = shuffled([...loads.keys()], random);
	const load = (examiner: string) => loads.get(examiner) ?? 0;
	const [first = ''] = order.toSorted((a, b) => load(a) - load(b));
	const together = (other: string) => met.get(pairKey([first, other])) ?? 0;
	const [second = ''] = order
		.filter((examiner) => examiner !== first)
		.toSorted((a, b) => load(a) - load(b) || together(a) - together(b));
	return random() < 0.5 ? [first, second] : [second, first];
}

function pairKey(pair: readonly [string, string]): string {
	return pair.toSorted().join(' ');
}
