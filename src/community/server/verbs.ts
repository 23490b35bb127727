import { createOrganisation } from '#community/server/organisations.ts';

export const communityVerbs = [createOrganisation];
