import { look } from '#platform/server/form.ts';
import { mailPage } from '#notifications/server/mailbox.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ mail: await look(event, mailPage) });
