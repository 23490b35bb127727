import { changeMemberRole, memberRecord, removeMember } from '#community/server/members.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => look(event, memberRecord);
export const actions: Actions = {
	role: (event) => submit(event, changeMemberRole),
	remove: (event) => submit(event, removeMember, { to: `/c/${event.params.communityId}/people` }),
};
