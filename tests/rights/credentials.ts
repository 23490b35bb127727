import type { RightsRows } from './rows.ts';

export const credentials: RightsRows = {
	verbs: {},
	routes: {},
};
