import { communityInvitations, instanceInvitations } from '#community/server/invitations.ts';
import {
	inviteToCommunity,
	inviteToInstance,
	sendInvitationAgain,
	withdrawInvitation,
} from '#community/server/inviting.ts';
import { acceptInvitation, invitationPage } from '#community/server/joining.ts';
import type { AnyVerb } from '#platform/server/verb.ts';
import { acceptHouseRules, houseRules, publishHouseRules } from '#community/server/house-rules.ts';
import { endOrganisationRole, giveOrganisationRole, organisationList } from '#community/server/organisation-roles.ts';
import { legalPage, organisationSettings, updateOrganisation } from '#community/server/organisation-settings.ts';
import { allOrganisations, createOrganisation } from '#community/server/organisations.ts';
import { peoplePage } from '#community/server/people.ts';
import { communityHome, rooms } from '#community/server/rooms.ts';

export const communityVerbs: readonly AnyVerb[] = [
	createOrganisation,
	allOrganisations,
	updateOrganisation,
	organisationSettings,
	legalPage,
	organisationList,
	giveOrganisationRole,
	endOrganisationRole,
	houseRules,
	publishHouseRules,
	acceptHouseRules,
	peoplePage,
	rooms,
	communityHome,
	inviteToInstance,
	instanceInvitations,
	inviteToCommunity,
	communityInvitations,
	withdrawInvitation,
	sendInvitationAgain,
	invitationPage,
	acceptInvitation,
];
