import { communityAbout } from '#community/server/about.ts';
import { changeCommunity, communitySettings, createCommunity } from '#community/server/communities.ts';
import { joinCommunity, leaveCommunity } from '#community/server/entering.ts';
import { entrance, findCommunities } from '#community/server/finding.ts';
import { governedCommunity, organisationCommunities } from '#community/server/governing.ts';
import { communityInvitations, instanceInvitations } from '#community/server/invitations.ts';
import {
	inviteToCommunity,
	inviteToInstance,
	sendInvitationAgain,
	withdrawInvitation,
} from '#community/server/inviting.ts';
import { acceptInvitation, invitationPage } from '#community/server/joining.ts';
import {
	askByJoinLink,
	endJoinLink,
	followJoinLink,
	joinLinkPage,
	makeJoinLink,
} from '#community/server/join-links.ts';
import { askToJoin, decideJoinRequest, joinRequests, withdrawJoinRequest } from '#community/server/join-requests.ts';
import {
	archiveCommunity,
	endManager,
	nameDeputy,
	nameManager,
	reopenCommunity,
	requireCertificate,
} from '#community/server/leadership.ts';
import { changeMemberRole, memberRecord, removeMember } from '#community/server/members.ts';
import { setPhase } from '#community/server/phases.ts';
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
	createCommunity,
	communitySettings,
	changeCommunity,
	communityAbout,
	setPhase,
	findCommunities,
	entrance,
	joinCommunity,
	leaveCommunity,
	askToJoin,
	withdrawJoinRequest,
	joinRequests,
	decideJoinRequest,
	makeJoinLink,
	endJoinLink,
	joinLinkPage,
	followJoinLink,
	askByJoinLink,
	memberRecord,
	changeMemberRole,
	removeMember,
	organisationCommunities,
	governedCommunity,
	nameManager,
	endManager,
	nameDeputy,
	requireCertificate,
	archiveCommunity,
	reopenCommunity,
];
