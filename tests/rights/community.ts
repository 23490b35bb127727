import type { RightsRows } from './rows.ts';

export const community: RightsRows = {
	verbs: {
		createOrganisation: ['administrator'],
		updateOrganisation: ['organiser', 'administrator'],
		organisationSettings: ['organiser', 'administrator'],
		legalPage: ['anyone'],
		organisationList: ['person'],
		giveOrganisationRole: ['organiser', 'administrator'],
		endOrganisationRole: ['organiser', 'administrator'],
		houseRules: ['member', 'observer', 'organiser', 'former'],
		publishHouseRules: ['acting', 'companion', 'manager'],
		acceptHouseRules: ['member', 'observer', 'organiser'],
		rooms: ['person'],
		communityHome: ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
		peoplePage: ['member', 'observer', 'organiser', 'former'],
	},
	routes: {
		'/c/[communityId]/people': ['member', 'observer', 'organiser', 'former'],
		'/c/[communityId]/house-rules': ['member', 'observer', 'organiser', 'former'],
		'/c/[communityId]': ['member', 'observer', 'organiser', 'companion', 'former', 'learner'],
	},
};
