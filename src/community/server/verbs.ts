import type { AnyVerb } from '#platform/server/verb.ts';
import { createOrganisation } from '#community/server/organisations.ts';

export const communityVerbs: readonly AnyVerb[] = [createOrganisation];
