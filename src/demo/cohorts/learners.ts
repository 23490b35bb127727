import type { PersonEntry } from '#demo/corpus/people.ts';
import type { Applicant } from '#demo/acts/applying.ts';

/** The learners of a cohort with what they wrote when they applied, in the order of the corpus. */
export const learnersOf = (people: readonly PersonEntry[], cohort: string): Applicant[] =>
	people
		.filter(({ role, cohorts }) => role === 'learner' && cohorts.includes(cohort))
		.map(({ motivation = '', prerequisites = [], ...person }) => ({ ...person, motivation, prerequisites }));
