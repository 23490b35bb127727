import type { RightsRows } from './rows.ts';

export const search: RightsRows = {
	verbs: { search: ['person'] },
	routes: { '/search': ['person'] },
};
