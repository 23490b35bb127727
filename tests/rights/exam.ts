import type { RightsRows } from './rows.ts';

export const exam: RightsRows = {
	verbs: {},
	routes: {},
};
