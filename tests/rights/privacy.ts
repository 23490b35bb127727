import type { RightsRows } from './rows.ts';

export const privacy: RightsRows = {
	verbs: { privacyPage: ['anyone'] },
	routes: { '/privacy': ['anyone'] },
};
