import { endJoinLink, makeJoinLink } from '#community/server/join-links.ts';
import { look, submit } from '#platform/server/form.ts';
import { communityInvitations } from '#community/server/invitations.ts';
import { inviteToCommunity, sendInvitationAgain, withdrawInvitation } from '#community/server/inviting.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => look(event, communityInvitations);
export const actions: Actions = {
	invite: (event) => submit(event, inviteToCommunity),
	again: (event) => submit(event, sendInvitationAgain),
	link: (event) => submit(event, makeJoinLink),
	unlink: (event) => submit(event, endJoinLink),
	withdraw: (event) => submit(event, withdrawInvitation),
};
