import type { AnyVerb } from '#platform/server/verb.ts';

export const eventsVerbs: readonly AnyVerb[] = [];
