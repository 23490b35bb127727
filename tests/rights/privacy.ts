import type { RightsRows } from './rows.ts';

export const privacy: RightsRows = {
	verbs: {},
	routes: {},
};
