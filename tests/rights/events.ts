import type { RightsRows } from './rows.ts';

export const events: RightsRows = {
	verbs: {},
	routes: {},
};
