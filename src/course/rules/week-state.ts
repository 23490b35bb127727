/** An exam that the learner sits, with the deadline that holds for this learner, extensions included. */
export interface OwnExam {
	id: string;
	kind: 'main' | 'retake';
	opensAt: Date;
	endsAt: Date;
	releasedAt: Date | null;
	/** Known once released. */
	passed: boolean | null;
}

export interface WeekFacts {
	cancelled: boolean;
	archived: boolean;
	enrolled: boolean;
	/** A standing application; the position on the waitlist begins at 1. */
	application: {
		state: 'received' | 'waitlisted' | 'offered' | 'accepted';
		position: number | null;
	} | null;
	/** End of the kick-off. */
	kickOffEnd: Date | null;
	/** When the last unit closes. */
	courseEnds: Date | null;
	/** The unit whose window holds the moment. */
	unit: number | null;
	/** Until when the course rests, if it does. */
	pauseUntil: Date | null;
	/** In the order in which they open; such as were withdrawn from for cause are left out. */
	exams: readonly OwnExam[];
	/** When an exam of the cohort opened, or is to open, whether or not the learner sits it. */
	examOpensAt: Date | null;
	/** Retakes that the course allows. */
	retakes: number;
}

/** The states of "Diese Woche". */
export type WeekState =
	| { kind: 'cancelled' }
	| { kind: 'applied' }
	| { kind: 'waitlisted'; position: number | null; offered: boolean }
	/** Enrolled, or invited to enrol, and the kick-off is not over. */
	| { kind: 'accepted'; enrolled: boolean }
	/** Between units: the coming one is open already, work rests. */
	| { kind: 'pause'; unit: number; until: Date }
	| { kind: 'unit'; unit: number }
	/** The last unit is over; `missed` when an exam has opened without this learner. */
	| { kind: 'before_exam'; missed: boolean; opensAt: Date | null }
	| { kind: 'exam'; examId: string; endsAt: Date; retake: boolean }
	| { kind: 'awaiting_result'; retake: boolean }
	| { kind: 'passed'; examId: string }
	/** `retakeOpen`: the retake has not been used up; `retakeAt` when it is scheduled. */
	| { kind: 'failed'; examId: string; retakeOpen: boolean; retakeAt: Date | null }
	| { kind: 'archived'; examId: string | null; passed: boolean | null };

/** Where a person stands with a course at an instant; null for whoever has nothing to do with it. */
export function weekState(facts: WeekFacts, now: Date): WeekState | null {
	const { application } = facts;
	if (facts.cancelled) return facts.enrolled || application ? { kind: 'cancelled' } : null;
	if (!facts.enrolled) return application && applicantState(application);
	const exam = examState(facts, now);
	if (facts.archived && !isOpen(exam)) return archived(exam);
	if (exam) return exam;
	if (facts.unit !== null && facts.pauseUntil) return { kind: 'pause', unit: facts.unit, until: facts.pauseUntil };
	if (facts.unit !== null) return { kind: 'unit', unit: facts.unit };
	if (facts.courseEnds && facts.courseEnds <= now) {
		const next = facts.exams.find(({ opensAt }) => opensAt > now);
		const missed = !next && facts.examOpensAt !== null && facts.examOpensAt <= now;
		return { kind: 'before_exam', missed, opensAt: next?.opensAt ?? (missed ? null : facts.examOpensAt) };
	}
	return { kind: 'accepted', enrolled: true };
}

function applicantState({ state, position }: NonNullable<WeekFacts['application']>): WeekState {
	if (state === 'received') return { kind: 'applied' };
	if (state === 'accepted') return { kind: 'accepted', enrolled: false };
	return { kind: 'waitlisted', position, offered: state === 'offered' };
}

function examState({ exams, retakes }: WeekFacts, now: Date): WeekState | null {
	const begun = exams.filter(({ opensAt }) => opensAt <= now);
	const running = begun.find(({ endsAt }) => now < endsAt);
	if (running) return { kind: 'exam', examId: running.id, endsAt: running.endsAt, retake: running.kind === 'retake' };
	const last = begun.at(-1);
	if (!last) return null;
	if (!last.releasedAt || last.releasedAt > now || last.passed === null)
		return { kind: 'awaiting_result', retake: last.kind === 'retake' };
	if (last.passed) return { kind: 'passed', examId: last.id };
	const used = begun.filter(({ kind }) => kind === 'retake').length;
	const next = exams.find(({ opensAt }) => opensAt > now);
	return { kind: 'failed', examId: last.id, retakeOpen: used < retakes, retakeAt: next?.opensAt ?? null };
}

/** Somebody who was ill or failed can have an exam to sit, or a result to come, after the cohort was closed. */
function isOpen(exam: WeekState | null): boolean {
	return exam?.kind === 'exam' || exam?.kind === 'awaiting_result' || (exam?.kind === 'failed' && exam.retakeOpen);
}

function archived(exam: WeekState | null): WeekState {
	if (exam?.kind === 'passed' || exam?.kind === 'failed')
		return { kind: 'archived', examId: exam.examId, passed: exam.kind === 'passed' };
	return { kind: 'archived', examId: null, passed: null };
}
