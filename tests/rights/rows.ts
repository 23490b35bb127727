import type { Role } from '#platform/viewer.ts';
import type { World } from '../world.ts';

/**
 * What is allowed, written by hand from the rules of the house and held against the code by `tests/rights.test.ts`.
 * `verbs`: the verb's name and the roles any one of which suffices.
 * `routes`: the id of a page or endpoint (such as `/c/[communityId]/talk`) and who may open it; `['anyone']` for public ones.
 * `objects`: one object for each path parameter that the area's verbs and routes use, made in the given world and
 * belonging to its first learner wherever it belongs to somebody.
 */
export type RightsRows = {
	verbs: Record<string, readonly Role[]>;
	routes: Record<string, readonly Role[]>;
	objects?: (world: World) => Promise<Record<string, string>>;
};
