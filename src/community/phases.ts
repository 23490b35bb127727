/** The phases of a community's life in their order; one that was renewed grows again. */
export const phases = ['planning', 'launch', 'growth', 'maturity', 'renewal', 'closing', 'archived'] as const;
export type Phase = (typeof phases)[number];

/** What its manager says; it is archived by being closed. */
export const settablePhases = ['planning', 'launch', 'growth', 'maturity', 'renewal', 'closing'] as const;
