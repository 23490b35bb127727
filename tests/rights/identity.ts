import type { RightsRows } from './rows.ts';

export const identity: RightsRows = {
	verbs: {
		demoPeople: ['anyone'],
		demoClock: ['anyone'],
		moveDemoClock: ['anyone'],
	},
	routes: {
		'/sign-in/demo': ['anyone'],
		'/sign-out': ['anyone'],
		'/clock': ['anyone'],
	},
};
