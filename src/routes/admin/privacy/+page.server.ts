import { look, submit } from '#platform/server/form.ts';
import { changeRetention, retentionSettings } from '#privacy/server/retention.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => look(event, retentionSettings);
export const actions: Actions = { retention: (event) => submit(event, changeRetention) };
