import type { AnyVerb } from '#platform/server/verb.ts';

export const identityVerbs: readonly AnyVerb[] = [];
