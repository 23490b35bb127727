import { look, submit } from '#platform/server/form.ts';
import { instanceInvitations } from '#community/server/invitations.ts';
import { inviteToInstance, sendInvitationAgain, withdrawInvitation } from '#community/server/inviting.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => look(event, instanceInvitations);
export const actions: Actions = {
	invite: (event) => submit(event, inviteToInstance),
	again: (event) => submit(event, sendInvitationAgain),
	withdraw: (event) => submit(event, withdrawInvitation),
};
