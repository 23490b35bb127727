import { look, submit } from '#platform/server/form.ts';
import { mailSubscription, unsubscribe } from '#notifications/server/unsubscribing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ subscription: await look(event, mailSubscription) });
export const actions: Actions = { default: (event) => submit(event, unsubscribe) };
