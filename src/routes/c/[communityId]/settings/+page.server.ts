import { changeCommunity, communitySettings } from '#community/server/communities.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ settings: await look(event, communitySettings) });
export const actions: Actions = { default: (event) => submit(event, changeCommunity) };
