import type { RightsRows } from './rows.ts';

export const community: RightsRows = {
	verbs: { createOrganisation: ['administrator'] },
	routes: {},
};
