import type { RightsRows } from './rows.ts';

export const course: RightsRows = {
	verbs: {},
	routes: {},
};
