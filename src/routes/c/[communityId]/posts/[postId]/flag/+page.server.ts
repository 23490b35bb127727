import { look, submit } from '#platform/server/form.ts';
import { flagPost } from '#conversation/server/flags.ts';
import { postHistory } from '#conversation/server/posts.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ history: await look(event, postHistory) });
export const actions: Actions = { default: (event) => submit(event, flagPost) };
