import type { RightsRows } from './rows.ts';

export const conversation: RightsRows = {
	verbs: {},
	routes: {},
};
