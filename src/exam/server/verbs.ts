import type { AnyVerb } from '#platform/server/verb.ts';

export const examVerbs: readonly AnyVerb[] = [];
