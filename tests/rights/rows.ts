import type { Role } from '#platform/viewer.ts';

/**
 * What is allowed, written by hand from the rules of the house and held against the code by `rights.test.ts`.
 * `routes`: the id of a page or endpoint and who may open it; `['anyone']` for public ones.
 */
export type RightsRows = { verbs: Record<string, readonly Role[]>; routes: Record<string, readonly Role[]> };
