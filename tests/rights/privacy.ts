import type { RightsRows } from './rows.ts';

export const privacy: RightsRows = {
	verbs: {
		privacyPage: ['anyone'],
		retentionSettings: ['administrator'],
		changeRetention: ['administrator'],
	},
	routes: { '/privacy': ['anyone'], '/admin/privacy': ['administrator'] },
};
