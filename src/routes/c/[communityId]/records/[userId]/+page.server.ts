import { decideException, grantException } from '#course/server/exceptions.ts';
import { learnerRecord } from '#course/server/records.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ record: await look(event, learnerRecord) });
export const actions: Actions = {
	decide: (event) => submit(event, decideException),
	grant: (event) => submit(event, grantException),
};
