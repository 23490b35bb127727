import type { RightsRows } from './rows.ts';

export const identity: RightsRows = {
	verbs: {},
	routes: {},
};
