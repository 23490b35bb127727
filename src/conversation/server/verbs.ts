import type { AnyVerb } from '#platform/server/verb.ts';

export const conversationVerbs: readonly AnyVerb[] = [];
