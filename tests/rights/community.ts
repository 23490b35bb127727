import type { RightsRows } from './rows.ts';

export const community: RightsRows = {
	verbs: {
		createOrganisation: ['administrator'],
		houseRules: ['member', 'observer', 'organiser', 'former'],
		publishHouseRules: ['acting', 'companion', 'manager'],
		acceptHouseRules: ['member', 'observer', 'organiser'],
		peoplePage: ['member', 'observer', 'organiser', 'former'],
	},
	routes: {},
};
