import type { AnyVerb } from '#platform/server/verb.ts';

export const notificationsVerbs: readonly AnyVerb[] = [];
