import type { RightsRows } from './rows.ts';

export const instance: RightsRows = {
	verbs: {},
	routes: {
		'/': ['anyone'],
		'/sign-in': ['anyone'],
		'/healthz': ['anyone'],
		'/readyz': ['anyone'],
		// whoever bears the token of the configuration, and no person by being someone
		'/metrics': [],
		'/components': ['anyone'],
		'/preferences': ['anyone'],
		'/api/v1/[...path]': ['anyone'],
	},
};
