import type { RightsRows } from './rows.ts';

export const notifications: RightsRows = {
	verbs: {},
	routes: {},
};
