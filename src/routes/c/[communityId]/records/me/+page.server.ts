import { requestException } from '#course/server/exceptions.ts';
import { ownRecords } from '#course/server/records.ts';
import { look, submit } from '#platform/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ records: await look(event, ownRecords) });
export const actions: Actions = { ask: (event) => submit(event, requestException) };
