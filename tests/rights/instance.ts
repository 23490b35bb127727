import type { RightsRows } from './rows.ts';

export const instance: RightsRows = {
	verbs: {},
	routes: {
		'/': ['anyone'],
		'/sign-in': ['anyone'],
		'/healthz': ['anyone'],
		'/readyz': ['anyone'],
		'/components': ['anyone'],
		'/preferences': ['anyone'],
		'/api/v1/[...path]': ['anyone'],
	},
};
