import { decideException } from '#course/server/exceptions.ts';
import { learnerRecords } from '#course/server/records.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ records: await look(event, learnerRecords) });
export const actions: Actions = { decide: (event) => submit(event, decideException) };
