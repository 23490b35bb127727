import { look, submit } from '#platform/server/form.ts';
import { communityNotifications, setCommunityNotifications } from '#notifications/server/community-wishes.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ wishes: await look(event, communityNotifications) });
export const actions: Actions = { default: (event) => submit(event, setCommunityNotifications) };
