import type { AnyVerb } from '#platform/server/verb.ts';
import { search } from '#search/server/search.ts';

export const searchVerbs: readonly AnyVerb[] = [search];
