import type { AnyVerb } from '#platform/server/verb.ts';

export const credentialsVerbs: readonly AnyVerb[] = [];
