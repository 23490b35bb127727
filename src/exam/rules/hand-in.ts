import { done, type Outcome, refused } from '#course/rules/outcome.ts';

/** A group's joint paper, or one of a person's two: the case carried on alone, and the reflection. */
export type PaperKind = 'group' | 'case' | 'reflection';

/**
 * A4 pages that a paper may have at most (`enforced`) or should have; data of the course. Two for a group paper,
 * enforced; two for both individual papers together, not enforced (house rule).
 */
export interface PageLimit {
	limit: number;
	enforced: boolean;
}

/** When a paper may come in; both instants belong to the window. */
export interface PaperWindow {
	opensAt: Date;
	/** The end for this paper, extensions included. */
	endsAt: Date;
}

/** How an arrival stands to the window: what comes at the very instant of the deadline is on time. */
export function punctuality(arrivedAt: Date, { opensAt, endsAt }: PaperWindow): 'early' | 'on_time' | 'late' {
	if (arrivedAt < opensAt) return 'early';
	return arrivedAt > endsAt ? 'late' : 'on_time';
}

export interface HandIn {
	/** The instant at which the server accepted the request, taken once; files were uploaded before. */
	arrivedAt: Date;
	window: PaperWindow;
	/** Whether a hand-in of this paper stands, neither withdrawn nor replaced. */
	standing: boolean;
	/** A4 pages as typeset for the exam; parts of a page count as such a part. */
	pages: number;
	/** Pages of the person's other individual paper; 0 for a group paper. */
	otherPages: number;
	pageLimit: PageLimit;
	/** Whether anything is written at all. */
	written: boolean;
	/** The declaration that comes with each paper: own work, and which AI tools were used, "none" included. */
	declaration: { ownWork: boolean; aiUse: string };
}

export type HandInProblem =
	| { kind: 'not_open'; opensAt: Date }
	| { kind: 'too_late'; endsAt: Date; arrivedAt: Date }
	| { kind: 'handed_in_already' }
	| { kind: 'nothing_written' }
	| { kind: 'too_long'; pages: number; limit: number }
	| { kind: 'own_work_not_declared' }
	| { kind: 'ai_use_not_declared' };

export interface Accepted {
	/** The pages, of both individual papers together, when they are more than they should be. */
	overPages: number | null;
}

/**
 * Whether a paper handed in by a person is accepted (house rule: the exam). Nothing is accepted after the deadline; a
 * group paper over two pages is refused; individual papers over two pages together are accepted with a warning.
 */
export function decideHandIn(handIn: HandIn): Outcome<Accepted, HandInProblem> {
	const problem = handInProblem(handIn);
	return problem ? refused(problem) : done({ overPages: overPages(handIn) });
}

/** The pages of a paper, and of its sister, when they exceed the limit; null when they do not. */
export function overPages({ pages, otherPages, pageLimit }: Pick<HandIn, 'pages' | 'otherPages' | 'pageLimit'>) {
	return pages + otherPages > pageLimit.limit ? pages + otherPages : null;
}

export type WithdrawalProblem = { kind: 'not_handed_in' } | { kind: 'too_late'; endsAt: Date };

/** Whether a hand-in may be taken back: until the deadline, by any member of the group (house rule). */
export function decideWithdrawal(standing: boolean, at: Date, window: PaperWindow): Outcome<null, WithdrawalProblem> {
	if (punctuality(at, window) === 'late') return refused({ kind: 'too_late', endsAt: window.endsAt });
	return standing ? done(null) : refused({ kind: 'not_handed_in' });
}

export interface OpenPaper {
	window: PaperWindow;
	standing: boolean;
	/** Whether somebody said that the draft is not to be handed in by itself. */
	declined: boolean;
	/** Whether the draft of the deadline holds anything. */
	written: boolean;
}

export type AutomaticHandIn =
	| { kind: 'not_due'; dueAt: Date }
	| { kind: 'stands_already' }
	| { kind: 'declined' }
	| { kind: 'nothing_written' }
	/** The draft as it was at the deadline counts as handed in at that instant. */
	| { kind: 'handed_in'; arrivedAt: Date };

/**
 * What becomes of a draft at the deadline: it is handed in by itself unless declined (house rule). Due only after the
 * deadline's instant has passed, so that a hand-in at that very instant comes first; the answer does not depend on how
 * much later it is asked for.
 */
export function automaticHandIn({ window, standing, declined, written }: OpenPaper, now: Date): AutomaticHandIn {
	if (punctuality(now, window) !== 'late') return { kind: 'not_due', dueAt: window.endsAt };
	if (standing) return { kind: 'stands_already' };
	if (declined) return { kind: 'declined' };
	return written ? { kind: 'handed_in', arrivedAt: window.endsAt } : { kind: 'nothing_written' };
}

/** How many pages of a paper are marked: of an over-long draft handed in by itself the first two (house rule). */
export function markedPages(pages: number, { limit, enforced }: PageLimit): number {
	return enforced ? Math.min(pages, limit) : pages;
}

/** Something saved, with the instant of saving. */
export interface Saved {
	savedAt: Date;
}

/** What of a paper's saved states counts at the deadline, and what came later and is kept apart for its author. */
export function atDeadline<State extends Saved>(
	states: readonly State[],
	endsAt: Date,
): { counts: State | null; later: State[] } {
	const inTime = states.filter(({ savedAt }) => savedAt <= endsAt);
	const counts = inTime.reduce<State | null>(
		(last, state) => (last && last.savedAt > state.savedAt ? last : state),
		null,
	);
	return { counts, later: states.filter(({ savedAt }) => savedAt > endsAt) };
}

/** Where an edit goes: into the draft, or apart for its author because the paper is in or the time is up. */
export function editGoesTo(standing: boolean, at: Date, window: PaperWindow): 'draft' | 'apart' {
	return standing || punctuality(at, window) === 'late' ? 'apart' : 'draft';
}

function handInProblem(handIn: HandIn): HandInProblem | null {
	const { arrivedAt, window, standing, pages, pageLimit, written, declaration } = handIn;
	const when = punctuality(arrivedAt, window);
	if (when === 'early') return { kind: 'not_open', opensAt: window.opensAt };
	if (when === 'late') return { kind: 'too_late', endsAt: window.endsAt, arrivedAt };
	if (standing) return { kind: 'handed_in_already' };
	if (!written) return { kind: 'nothing_written' };
	if (pageLimit.enforced && overPages(handIn) !== null) return { kind: 'too_long', pages, limit: pageLimit.limit };
	if (!declaration.ownWork) return { kind: 'own_work_not_declared' };
	return declaration.aiUse.trim() === '' ? { kind: 'ai_use_not_declared' } : null;
}
