import type { AnyVerb } from '#platform/server/verb.ts';
import { communityVerbs } from '#community/server/verbs.ts';

/** Every verb of the product, area by area. The API, its description and the rights table are made from this list. */
export const verbs: readonly AnyVerb[] = [...communityVerbs];
