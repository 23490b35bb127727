import { groupSizes } from '#course/rules/groups.ts';

/** Whether a cohort holds its own exam, in groups of which sizes, or its people sit that of the next cohort. */
export type Sitting = { kind: 'held'; groupSizes: number[] } | { kind: 'join_next_cohort'; people: number };

/** Fewer eligible people than this join the next cohort's exam (house rule); data of the course. */
export const minimumForExam = 3;

/** How so many eligible people sit their exam. */
export function examSitting(eligible: number, minimum: number = minimumForExam): Sitting {
	if (eligible < minimum) return { kind: 'join_next_cohort', people: eligible };
	return { kind: 'held', groupSizes: groupSizes(eligible) };
}
