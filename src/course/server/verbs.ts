import type { AnyVerb } from '#platform/server/verb.ts';

export const courseVerbs: readonly AnyVerb[] = [];
