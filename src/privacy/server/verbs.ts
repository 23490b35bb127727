import type { AnyVerb } from '#platform/server/verb.ts';

export const privacyVerbs: readonly AnyVerb[] = [];
